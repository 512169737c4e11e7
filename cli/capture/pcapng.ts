import { OctetBuffer, viewOf } from './octet-buffer.ts';
import { CaptureError, linkTypeMask, maximumPacketLength, type Packet, type PacketReader } from './packet.ts';

interface Interface {
  linkType: number;
  /** Octets of a packet that are kept at most; 0: all. */
  snapshotLength: number;
  unitsPerSecond: bigint;
  offsetSeconds: bigint;
}

type BlockReader = (body: DataView, section: Section) => Packet | null;

/** What one Section Header Block settles for the blocks behind it. */
interface Section {
  littleEndian: boolean;
  interfaces: Interface[];
}

const sectionHeader = 0x0a0d0d0a;
export const pcapngMagic = '0a0d0d0a';
const byteOrderMagic = 0x1a2b3c4d;

/** Type (4) and length (4) before the body, length (4) again behind it. */
const blockOverhead = 12;
/** Of a block that is read: a packet with options. */
const maximumBlockLength = maximumPacketLength + 0x10000;
const maximumInterfaces = 0x10000;

export class PcapngReader implements PacketReader {
  readonly #buffer = new OctetBuffer();
  #section: Section | null = null;

  get isCutOff(): boolean {
    return this.#buffer.buffered > 0 || this.#buffer.isSkipping;
  }

  push(chunk: Uint8Array): void {
    this.#buffer.push(chunk);
  }

  next(): Packet | null {
    for (let start = this.#buffer.peek(blockOverhead); start !== null; start = this.#buffer.peek(blockOverhead)) {
      const section = this.#sectionOf(viewOf(start));
      const type = viewOf(start).getUint32(0, section.littleEndian);
      const length = viewOf(start).getUint32(4, section.littleEndian);
      if (length < blockOverhead) throw this.#error(`a block of ${length} octets`);
      const read = blockReaders[type];
      if (read === undefined) {
        this.#buffer.skip(length);
        continue;
      }
      if (length > maximumBlockLength) throw this.#error(`a block of ${length} octets`);
      const block = this.#buffer.peek(length);
      if (block === null) return null;
      const packet = this.#read(read, viewOf(block.subarray(8, length - 4)), section);
      this.#buffer.skip(length);
      if (packet !== null) return packet;
    }
    return null;
  }

  /** A Section Header Block says by the first field of its body how its own length is written. */
  #sectionOf(start: DataView): Section {
    if (start.getUint32(0) === sectionHeader) this.#section = { littleEndian: this.#byteOrder(start), interfaces: [] };
    if (this.#section === null) throw this.#error('no section header');
    return this.#section;
  }

  #byteOrder(start: DataView): boolean {
    if (start.getUint32(8) === byteOrderMagic) return false;
    if (start.getUint32(8, true) === byteOrderMagic) return true;
    throw this.#error('no byte order');
  }

  #read(read: BlockReader, body: DataView, section: Section): Packet | null {
    try {
      return read(body, section);
    } catch (error) {
      if (error instanceof RangeError) throw this.#error('a block too short for its fields');
      throw error instanceof CaptureError ? this.#error(error.message) : error;
    }
  }

  #error(reason: string): CaptureError {
    return new CaptureError(`${reason} at offset ${this.#buffer.offset}`);
  }
}

/** Link type (2), reserved (2), greatest length (4), options. */
function readInterface(body: DataView, { littleEndian, interfaces }: Section): null {
  if (interfaces.length === maximumInterfaces) throw new CaptureError('too many interfaces');
  const found: Interface = {
    linkType: body.getUint16(0, littleEndian) & linkTypeMask,
    snapshotLength: body.getUint32(4, littleEndian),
    unitsPerSecond: 1_000_000n,
    offsetSeconds: 0n,
  };
  for (const { code, value } of optionsOf(body, 8, littleEndian)) {
    if (code === 9 && value.byteLength === 1) found.unitsPerSecond = unitsPerSecond(value.getUint8(0));
    if (code === 14 && value.byteLength === 8) found.offsetSeconds = value.getBigInt64(0, littleEndian);
  }
  interfaces.push(found);
  return null;
}

/** if_tsresol: a negative power of ten, or with the upper bit of two. */
const unitsPerSecond = (resolution: number): bigint =>
  resolution >= 0x80 ? 2n ** BigInt(resolution - 0x80) : 10n ** BigInt(resolution);

/** Code (2), length (2), value padded to four octets. */
function* optionsOf(body: DataView, at: number, littleEndian: boolean): Generator<{ code: number; value: DataView }> {
  for (let place = at; place + 4 <= body.byteLength; ) {
    const code = body.getUint16(place, littleEndian);
    const length = body.getUint16(place + 2, littleEndian);
    if (code === 0) return;
    yield { code, value: part(body, place + 4, length) };
    place += 4 + length + (-length & 3);
  }
}

/** Interface, time (4 and 4), octets here (4), octets on the wire (4), octets, options. */
const packetReader =
  (indexOf: (body: DataView, littleEndian: boolean) => number): BlockReader =>
  (body, { littleEndian, interfaces }) => {
    const from = interfaceOf(interfaces, indexOf(body, littleEndian));
    return {
      linkType: from.linkType,
      time: timeOf(body, littleEndian, from),
      octets: octetsOf(body, 20, body.getUint32(12, littleEndian)),
    };
  };

/** Octets on the wire (4), octets of the first interface. */
function readSimplePacket(body: DataView, { littleEndian, interfaces }: Section): Packet {
  const { linkType, snapshotLength } = interfaceOf(interfaces, 0);
  const length = Math.min(body.getUint32(0, littleEndian), snapshotLength || Number.POSITIVE_INFINITY);
  return { linkType, time: null, octets: octetsOf(body, 4, length) };
}

function interfaceOf(interfaces: readonly Interface[], index: number): Interface {
  const found = interfaces[index];
  if (found === undefined) throw new CaptureError(`a packet of interface ${index}, which is not described,`);
  return found;
}

/** Upper half (4) and lower half (4) of the time in units. */
function timeOf(body: DataView, littleEndian: boolean, { unitsPerSecond, offsetSeconds }: Interface): bigint | null {
  const units = (BigInt(body.getUint32(4, littleEndian)) << 32n) | BigInt(body.getUint32(8, littleEndian));
  const time = (units * 1_000_000_000n) / unitsPerSecond + offsetSeconds * 1_000_000_000n;
  return time < 0n ? null : time;
}

const part = (body: DataView, at: number, length: number): DataView =>
  new DataView(body.buffer, body.byteOffset + at, checkedLength(body, at, length));

const octetsOf = (body: DataView, at: number, length: number): Uint8Array =>
  new Uint8Array(body.buffer, body.byteOffset + at, checkedLength(body, at, length));

function checkedLength(body: DataView, at: number, length: number): number {
  if (at + length > body.byteLength) throw new RangeError('beyond the block');
  return length;
}

/** The blocks that are read (draft-ietf-opsawg-pcapng §4); all others are passed over. */
const blockReaders: Readonly<Record<number, BlockReader>> = {
  [sectionHeader]: () => null,
  1: readInterface,
  2: packetReader((body, littleEndian) => body.getUint16(0, littleEndian)), // obsolete, and dropped packets (2) follow,
  3: readSimplePacket,
  6: packetReader((body, littleEndian) => body.getUint32(0, littleEndian)),
};
