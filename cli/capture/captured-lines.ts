import { inPieces } from '../decoding.ts';
import { CliError } from '../exit-code.ts';
import { Connections } from './connections.ts';
import { CaptureError, type PacketReader } from './packet.ts';
import { CaptureReport } from './report.ts';
import { tcpSegments } from './tcp-segments.ts';

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
  for (const segment of tcpSegments(packets, report)) yield* connections.take(segment);
}
