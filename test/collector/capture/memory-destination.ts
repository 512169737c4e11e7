import type { CaptureDestination, CaptureFile } from '#collector/capture/destination.ts';

/** Files in memory, which fail or stand still on demand. */
export class MemoryDestination implements CaptureDestination {
  largestFile = Number.POSITIVE_INFINITY;
  readonly files = new Map<string, Uint8Array>();
  /** Errors for the next appends. */
  readonly failures: Error[] = [];
  /** What every append waits for. */
  gate: Promise<void> = Promise.resolve();

  async create(name: string): Promise<CaptureFile> {
    this.files.set(name, new Uint8Array());
    return {
      append: async (octets) => {
        await this.gate;
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
        this.files.set(name, Buffer.concat([this.files.get(name) ?? new Uint8Array(), octets]));
      },
      save: async () => {},
      close: async () => {},
    };
  }
}
