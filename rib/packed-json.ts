import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const largest = 64 * 1024 * 1024;

/** JSON, compressed, as text: it travels in a journal of JSON. */
export const packJson = (value: unknown): string =>
  zstdCompressSync(Buffer.from(JSON.stringify(value))).toString('base64');

export const unpackJson = (packed: string): unknown =>
  JSON.parse(zstdDecompressSync(Buffer.from(packed, 'base64'), { maxOutputLength: largest }).toString());
