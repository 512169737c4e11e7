/** The TCP payload of each direction of each connection in a pcap file, in sequence order: `address:port>address:port` to octets. */
export function tcpStreams(pcap: Uint8Array): Map<string, Uint8Array> {
  const segments = new Map<string, Map<number, Uint8Array>>();
  for (const packet of packetsOf(pcap)) {
    const segment = tcpSegment(packet);
    if (segment === null || segment.payload.length === 0) continue;
    const known = segments.get(segment.flow) ?? new Map<number, Uint8Array>();
    known.set(segment.sequence, segment.payload);
    segments.set(segment.flow, known);
  }
  return new Map([...segments].map(([flow, bySequence]) => [flow, joined(bySequence)]));
}

/** Little-endian pcap with Ethernet frames: header (24), then per packet seconds, fraction, length here, length (4 each). */
function* packetsOf(pcap: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(pcap.buffer, pcap.byteOffset, pcap.length);
  for (let at = 24; at + 16 <= pcap.length; ) {
    const length = view.getUint32(at + 8, true);
    yield pcap.subarray(at + 16, at + 16 + length);
    at += 16 + length;
  }
}

interface Segment {
  flow: string;
  sequence: number;
  payload: Uint8Array;
}

const ethernetLength = 14;
const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd, vlan: 0x8100 } as const;

function tcpSegment(packet: Uint8Array): Segment | null {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const tag = view.getUint16(ethernetLength - 2) === etherTypes.vlan ? 4 : 0;
  const ip = ethernetLength + tag;
  const type = view.getUint16(ip - 2);
  if (type === etherTypes.ipv4) {
    const tcp = ip + (view.getUint8(ip) & 15) * 4;
    return segmentOf(packet, view, { tcp, end: ip + view.getUint16(ip + 2), addresses: [ip + 12, ip + 16, 4] });
  }
  if (type !== etherTypes.ipv6) return null;
  return segmentOf(packet, view, {
    tcp: ip + 40,
    end: ip + 40 + view.getUint16(ip + 4),
    addresses: [ip + 8, ip + 24, 16],
  });
}

function segmentOf(
  packet: Uint8Array,
  view: DataView,
  { tcp, end, addresses: [source, target, width] }: { tcp: number; end: number; addresses: [number, number, number] },
): Segment {
  const address = (at: number): string => Buffer.from(packet.subarray(at, at + width)).toString('hex');
  const flow = `${address(source)}:${view.getUint16(tcp)}>${address(target)}:${view.getUint16(tcp + 2)}`;
  const payload = packet.subarray(tcp + (view.getUint8(tcp + 12) >> 4) * 4, end);
  return { flow, sequence: view.getUint32(tcp + 4), payload };
}

function joined(bySequence: Map<number, Uint8Array>): Uint8Array {
  const ordered = [...bySequence].toSorted(([left], [right]) => left - right);
  return Buffer.concat(ordered.map(([, payload]) => payload));
}
