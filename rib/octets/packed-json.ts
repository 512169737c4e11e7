import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const largest = 64 * 1024 * 1024;
/** Below this nothing is saved: the table bills by the kilobyte, and a compressor takes longer to set up than to run. */
const worthPacking = 1024;

/** JSON as text, which a journal of JSON can carry: compressed and in base64 where that is shorter. */
export function packJson(value: object): string {
  const text = JSON.stringify(value);
  return text.length < worthPacking ? text : zstdCompressSync(Buffer.from(text)).toString('base64');
}

export function unpackJson(packed: string): unknown {
  // No base64 begins as an object or an array does.
  if (packed.startsWith('{') || packed.startsWith('[')) return JSON.parse(packed);
  return JSON.parse(zstdDecompressSync(Buffer.from(packed, 'base64'), { maxOutputLength: largest }).toString());
}
