import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { DecodeError } from '../../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** UTF-8 behind its length (1). */
export function decodeText(reader: Reader): string {
  const { offset } = reader;
  const octets = reader.take(reader.u8());
  try {
    return utf8.decode(octets);
  } catch {
    throw new DecodeError('text is no UTF-8', offset);
  }
}

export function encodeText(writer: Writer, text: string): void {
  const octets = utf8Encoder.encode(text);
  writer.u8(octets.length).bytes(octets);
}
