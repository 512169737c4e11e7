/** Packets and capture files, for connections played in tests. Checksums are left at zero. */

type Octets = readonly number[] | Uint8Array;

export const join = (...parts: readonly Octets[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const u16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value)];

export interface Segment {
  sequence: number;
  payload?: Uint8Array;
  flags?: number;
  /** The station speaks. */
  isReply?: boolean;
  port?: number;
}

export const flags = { fin: 0x11, syn: 0x02, rst: 0x04, ack: 0x10 } as const;
const routerPort = 40_000;
const stationPort = 11_019;

/** With an option of four octets. */
export function tcp({
  sequence,
  payload = new Uint8Array(0),
  flags: bits = 0x10,
  isReply,
  port = routerPort,
}: Segment) {
  const ports = isReply ? [stationPort, port] : [port, stationPort];
  const fields = [...ports.flatMap(u16), ...u32(sequence >>> 0), ...u32(1), 0x60, bits, ...u16(0xffff), 0, 0, 0, 0];
  return join(fields, [2, 4, 5, 0xb4], payload);
}

const router4 = [10, 0, 0, 1];
const station4 = [10, 0, 0, 2];

interface Ipv4Form {
  isReply?: boolean | undefined;
  options?: Octets;
  /** Flags and offset. */
  fragment?: number;
  totalLength?: number;
}

export function ipv4(segment: Octets, { isReply, options = [], fragment = 0x4000, totalLength }: Ipv4Form = {}) {
  const headerLength = 20 + options.length;
  const addresses = isReply ? [...station4, ...router4] : [...router4, ...station4];
  const length = totalLength ?? headerLength + segment.length;
  const start = [0x40 | (headerLength / 4), 0, ...u16(length), 0, 0, ...u16(fragment), 64, 6, 0, 0];
  return join(start, addresses, options, segment);
}

const router6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 1];
const station6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 2];

export interface Extension {
  type: number;
  /** Without the octet that names the next header. */
  octets: Octets;
}

export function ipv6(segment: Octets, extensions: readonly Extension[] = []): Uint8Array {
  const types = [...extensions.map(({ type }) => type), 6];
  const headers = extensions.flatMap(({ octets }, index) => [types[index + 1] ?? 0, ...octets]);
  const start = [0x60, 0, 0, 0, ...u16(headers.length + segment.length), types[0] ?? 0, 64];
  return join(start, router6, station6, headers, segment);
}

const macs = Array(12).fill(2);

export const ethernet = (ip: Uint8Array, ...tags: readonly number[]): Uint8Array =>
  join(
    macs,
    tags.flatMap((tag) => [...u16(tag), 0, 7]),
    u16((ip[0] ?? 0) >> 4 === 4 ? 0x0800 : 0x86dd),
    ip,
  );

/** One packet a second, each half a second and a bit past it. */
const firstSecond = 1_700_000_000;
const fraction = { nanoseconds: 500_000_001, microseconds: 500_000 } as const;

/** Numbers of 4 octets, or with the upper bits of `value` gone of 2. */
function numbers(littleEndian: boolean) {
  const ordered = (octets: number[]): number[] => (littleEndian ? octets.toReversed() : octets);
  return { short: (value: number) => ordered(u16(value)), long: (value: number) => ordered(u32(value)) };
}

interface PcapForm {
  linkType?: number;
  littleEndian?: boolean;
  nanoseconds?: boolean;
}

export function pcap(packets: readonly Uint8Array[], form: PcapForm = {}): Uint8Array {
  const { linkType = 1, littleEndian = true, nanoseconds = false } = form;
  const { short, long } = numbers(littleEndian);
  const magic = long(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
  const records = packets.map((packet, index) =>
    join(
      long(firstSecond + index),
      long(nanoseconds ? fraction.nanoseconds : fraction.microseconds),
      long(packet.length),
      long(packet.length),
      packet,
    ),
  );
  return join(magic, short(2), short(4), long(0), long(0), long(262_144), long(linkType), ...records);
}

interface PcapngForm {
  littleEndian?: boolean;
  linkType?: number;
  /** Type of the blocks that hold packets. */
  block?: 2 | 3 | 6;
  /** if_tsresol. */
  resolution?: number;
}

/** A section with one interface; with a name resolution block and options that nobody reads. */
export function pcapng(packets: readonly Uint8Array[], form: PcapngForm = {}): Uint8Array {
  const { littleEndian = true, linkType = 1, block = 6, resolution = 6 } = form;
  const { short, long } = numbers(littleEndian);
  const blockOf = (type: number, ...body: readonly Octets[]): Uint8Array => {
    const octets = join(...body);
    const padded = join(octets, Array(-octets.length & 3).fill(0));
    return join(long(type), long(padded.length + 12), padded, long(padded.length + 12));
  };
  const option = (code: number, ...value: number[]): Uint8Array =>
    join(short(code), short(value.length), value, Array(-value.length & 3).fill(0));
  const time = (index: number): number[] => {
    const units = unitsAt(index, resolution);
    return [...long(Number(units >> 32n)), ...long(Number(units & 0xffffffffn))];
  };
  const packetOf = (packet: Uint8Array, index: number): Uint8Array => {
    if (block === 3) return blockOf(block, long(packet.length), packet);
    const from = block === 2 ? [...short(0), ...short(0xffff)] : long(0);
    return blockOf(block, from, time(index), long(packet.length), long(packet.length), padded(packet), option(1, 0x61));
  };
  return join(
    blockOf(0x0a0d0d0a, long(0x1a2b3c4d), short(1), short(0), Array(8).fill(0xff), option(4, 0x61, 0x62, 0x63)),
    blockOf(1, short(linkType), short(0), long(0), option(2, 0x65), option(9, resolution), short(0), short(0)),
    blockOf(4, short(0), short(0)),
    ...packets.map(packetOf),
  );
}

const padded = (octets: Uint8Array): Uint8Array => join(octets, Array(-octets.length & 3).fill(0));

function unitsAt(index: number, resolution: number): bigint {
  const nanoseconds = BigInt(firstSecond + index) * 1_000_000_000n + BigInt(fraction.microseconds) * 1000n;
  const perSecond = resolution >= 0x80 ? 2n ** BigInt(resolution - 0x80) : 10n ** BigInt(resolution);
  return (nanoseconds * perSecond) / 1_000_000_000n;
}
