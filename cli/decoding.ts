import { messageToJson } from '#model/message-json.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { FramingError } from '#protocol/errors.ts';
import { CliError } from './exit-code.ts';

/**
 * A BMP byte stream as NDJSON, as much at a time as arrives; memory holds one chunk and one message.
 * @throws CliError where the stream can't be framed any further, and at its end when the last message is cut off
 */
export async function* decodedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  for await (const chunk of chunks) {
    framer.push(chunk);
    yield* linesOf(framer, decoder);
  }
  if (framer.buffered === 0) return;
  throw new CliError(`the last message is cut off: ${framer.buffered} octets of it at offset ${framer.offset}`);
}

function* linesOf(framer: Framer, decoder: BmpDecoder): Generator<string> {
  const lines: string[] = [];
  try {
    for (let frame = framer.next(); frame !== null; frame = framer.next()) {
      lines.push(`${JSON.stringify(messageToJson(decoder.decode(frame)))}\n`);
    }
  } catch (error) {
    yield lines.join('');
    if (!(error instanceof FramingError)) throw error;
    throw new CliError(`not BMP at offset ${error.offset}: ${error.reason}`);
  }
  yield lines.join('');
}
