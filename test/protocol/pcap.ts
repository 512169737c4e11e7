import { PcapReader, pcapForms } from '#cli/capture/pcap.ts';
import { CaptureReport } from '#cli/capture/report.ts';
import { tcpSegments } from '#cli/capture/tcp-segments.ts';
import { TcpStream } from '#cli/capture/tcp-stream.ts';

/** The octets of each direction of each connection in a pcap file: `address:port>address:port` to octets. */
export function tcpStreams(pcap: Uint8Array): Map<string, Uint8Array> {
  const form = pcapForms[Buffer.from(pcap.subarray(0, 4)).toString('hex')];
  if (form === undefined) throw new Error('no pcap');
  const packets = new PcapReader(form);
  packets.push(pcap);
  const streams = new Map<string, { tcp: TcpStream; octets: Uint8Array[] }>();
  const report = new CaptureReport((text) => console.warn(text));
  for (const segment of tcpSegments(packets, report)) {
    const known = streams.get(segment.connection);
    const stream = known ?? { tcp: new TcpStream(segment, { octets: 0 }), octets: [] };
    if (known === undefined) streams.set(segment.connection, stream);
    for (const piece of stream.tcp.take(segment)) if ('octets' in piece) stream.octets.push(piece.octets);
  }
  const joined = [...streams].map(([connection, { octets }]) => [connection, Buffer.concat(octets)] as const);
  return new Map(joined.filter(([, octets]) => octets.length > 0));
}
