import { inPieces } from '../decoding.ts';
import { CliError } from '../exit-code.ts';
import { Connections } from './connections.ts';
import { tcpPacketOf } from './internet.ts';
import { linkLayers } from './link-layer.ts';
import { CaptureError, type Packet, type PacketReader } from './packet.ts';
import { CaptureReport } from './report.ts';
import { type TcpSegment, tcpSegmentOf } from './tcp-segment.ts';

/**
 * The BMP connections of a packet capture as NDJSON, as much at a time as arrives.
 * @throws CliError at the end, where anything was missing
 */
export async function* capturedLines(
  chunks: AsyncIterable<Uint8Array>,
  packets: PacketReader,
  tell: (text: string) => void,
): AsyncGenerator<string> {
  const report = new CaptureReport(tell);
  const connections = new Connections(report);
  try {
    for await (const chunk of chunks) {
      packets.push(chunk);
      yield* inPieces(linesOf(packets, connections, report));
    }
    if (packets.isCutOff) report.addProblem('the capture is cut off in its last packet');
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    report.addProblem(`no packet capture any more: ${error.message}`);
  }
  yield* inPieces(connections.end());
  report.tellTotals();
  if (report.connections === 0) throw new CliError('no BMP in this capture');
  if (report.problems > 0) throw new CliError('messages are missing');
}

function* linesOf(packets: PacketReader, connections: Connections, report: CaptureReport): Generator<string> {
  for (let packet = packets.next(); packet !== null; packet = packets.next()) {
    const segment = segmentOf(packet, report);
    if (segment !== null) yield* connections.take(segment);
  }
}

function segmentOf({ linkType, octets, time }: Packet, report: CaptureReport): TcpSegment | null {
  const linkLayer = linkLayers[linkType];
  if (linkLayer === undefined) {
    report.addPassedOver(`packets of link type ${linkType}`);
    return null;
  }
  const ip = linkLayer(octets);
  const packet = ip && tcpPacketOf(ip);
  if (packet?.isFragment) report.addPassedOver('IP fragments, which are not put together');
  return packet === null || packet.isFragment ? null : tcpSegmentOf(packet, time);
}
