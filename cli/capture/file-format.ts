import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CliError } from '../exit-code.ts';
import type { PacketReader } from './packet.ts';
import { PcapReader, pcapForms } from './pcap.ts';
import { PcapngReader, pcapngMagic } from './pcapng.ts';

type Chunks = AsyncIterable<Uint8Array>;

export interface OpenedFile {
  /** All of it, unpacked. */
  chunks: Chunks;
  /** null where it is no packet capture. */
  packets: PacketReader | null;
}

const compressions: readonly { name: string; magic: string; decompressor: () => Transform }[] = [
  { name: 'gzip', magic: '1f8b', decompressor: createGunzip },
  { name: 'zstd', magic: '28b52ffd', decompressor: createZstdDecompress },
];

const magicLength = 4;

/** Tells by the first octets what a file is. */
export async function openFile(file: Chunks): Promise<OpenedFile> {
  const { start, chunks } = await startOf(file);
  const compression = compressions.find(({ magic }) => start.startsWith(magic));
  if (compression !== undefined) return await openFile(decompressed(chunks, compression));
  return { chunks, packets: packetReaderOf(start) };
}

function packetReaderOf(start: string): PacketReader | null {
  if (start === pcapngMagic) return new PcapngReader();
  const form = pcapForms[start];
  return form === undefined ? null : new PcapReader(form);
}

/** The first octets in hex, fewer where there are no more, and all of the file still. */
async function startOf(file: Chunks): Promise<{ start: string; chunks: Chunks }> {
  const iterator = file[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  const length = (): number => first.reduce((sum, chunk) => sum + chunk.length, 0);
  while (length() < magicLength) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield* first.splice(0);
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { start: Buffer.concat(first).subarray(0, magicLength).toString('hex'), chunks: chunks() };
}

async function* decompressed(
  chunks: Chunks,
  { name, decompressor }: { name: string; decompressor: () => Transform },
): AsyncGenerator<Uint8Array> {
  try {
    // An error comes out where the octets do.
    yield* pipeline(Readable.from(chunks), decompressor(), () => {});
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`damaged ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
