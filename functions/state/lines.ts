import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { BrokenStateFile } from './state-file.ts';

/** Compression by the end of the file's name; other names are plain. */
const compressions: Record<string, { pack: () => Transform; unpack: () => Transform }> = {
  gz: { pack: createGzip, unpack: createGunzip },
  zst: { pack: createZstdCompress, unpack: createZstdDecompress },
};

const compressionOf = (path: string) => compressions[path.split('.').at(-1) ?? ''];

/** Writes all lines or no file: until the last is there it has another name. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const source = Readable.from(withEnds(lines));
  const target = createWriteStream(unfinished, { mode: 0o600 });
  const packer = compressionOf(path)?.pack();
  try {
    if (packer) await pipeline(source, packer, target);
    else await pipeline(source, target);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** @throws BrokenStateFile where the compression breaks off, Error where the file cannot be read. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const unpacker = compressionOf(path)?.unpack();
  // Its error comes out of what is read.
  if (unpacker) pipeline(source, unpacker).catch(() => undefined);
  try {
    yield* createInterface({ input: unpacker ?? source, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw isOfCompression(error) ? new BrokenStateFile(`${path} is cut off or damaged: ${error.message}`) : error;
  }
}

const isOfCompression = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^Z(STD)?_/.test(String(error.code));
