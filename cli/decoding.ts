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
    yield* inPieces(linesOf(framer, decoder));
  }
  if (framer.buffered > 0) throw new CliError(cutOffText(framer));
}

function* linesOf(framer: Framer, decoder: BmpDecoder): Generator<string> {
  try {
    for (let frame = framer.next(); frame !== null; frame = framer.next())
      yield `${JSON.stringify(messageToJson(decoder.decode(frame)))}\n`;
  } catch (error) {
    throw error instanceof FramingError ? new CliError(notBmpText(error)) : error;
  }
}

export const cutOffText = ({ buffered, offset }: Framer): string =>
  `the last message is cut off: ${buffered} octets of it at offset ${offset}`;

export const notBmpText = ({ offset, reason }: FramingError): string => `not BMP at offset ${offset}: ${reason}`;

/** Enough for a write to be worth its while, and little enough to be garbage before it is moved among what lasts. */
const pieceLength = 0x10000;

/** Lines together, so that not each is a write of its own; all that came before an error, too. */
export function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  try {
    for (const line of lines) {
      piece += line;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
  } catch (error) {
    yield piece;
    throw error;
  }
  if (piece !== '') yield piece;
}
