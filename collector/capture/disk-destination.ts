import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CaptureDestination, CaptureFile } from './destination.ts';

/** Of a router; older ones make room. */
const keptCaptures = 8;

/** Files in a directory, of which it keeps the last captures of each router. */
export class DiskDestination implements CaptureDestination {
  readonly largestFile = Number.POSITIVE_INFINITY;
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = resolve(directory);
  }

  async create(name: string): Promise<CaptureFile> {
    const path = join(this.#directory, name);
    if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await tidy(dirname(dirname(path)));
    // Who still reads the file that was there goes on with it.
    await rm(path, { force: true });
    return new DiskFile(await open(path, 'wx'));
  }
}

class DiskFile implements CaptureFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  append(octets: Uint8Array): Promise<void> {
    return this.#handle.writeFile(octets);
  }

  /** What is written can be read. */
  async save(): Promise<void> {}

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Their names are in the order of time. */
async function tidy(ofRouter: string): Promise<void> {
  const captures = (await readdir(ofRouter)).sort();
  for (const capture of captures.slice(0, -keptCaptures)) await rm(join(ofRouter, capture), { recursive: true });
}
