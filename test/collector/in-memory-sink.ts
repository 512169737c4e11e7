import { zstdDecompressSync } from 'node:zlib';
import { type RecordSink, SinkError } from '#collector/sink.ts';
import type { StreamEvent, StreamRecord } from '#model/record.ts';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';

export interface TakenRecord {
  partitionKey: string;
  data: Uint8Array;
  record: StreamRecord;
}

/** A stream in memory that can be slow, shut, or fail by plan; it notices when two puts of one key overlap. */
export class InMemorySink implements RecordSink {
  readonly taken: TakenRecord[] = [];
  /** Errors for the next puts, first one first; null lets the put through. */
  readonly failures: (Error | null)[] = [];
  attempts = 0;
  overlaps = 0;
  delayMilliseconds = 0;
  readonly #inFlight = new Set<string>();
  #gate: PromiseWithResolvers<void> | null = null;

  /** Lets no put end until `open`. */
  shut(): void {
    this.#gate ??= Promise.withResolvers<void>();
  }

  open(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  async put(partitionKey: string, data: Uint8Array): Promise<void> {
    this.attempts++;
    if (this.#inFlight.has(partitionKey)) this.overlaps++;
    this.#inFlight.add(partitionKey);
    try {
      await this.#gate?.promise;
      if (this.delayMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMilliseconds));
      const failure = this.failures.shift();
      if (failure) throw failure;
      this.taken.push({ partitionKey, data, record: decodeRecord(plain(data)) });
    } finally {
      this.#inFlight.delete(partitionKey);
    }
  }

  /** All events of a router, in the order of the stream. */
  events(routerId: string): StreamEvent[] {
    return this.recordsOf(routerId).flatMap(({ events }) => events);
  }

  recordsOf(routerId: string): StreamRecord[] {
    return this.taken.filter(({ partitionKey }) => partitionKey === routerId).map(({ record }) => record);
  }
}

const plain = (data: Uint8Array): Uint8Array => (isCompressed(data) ? zstdDecompressSync(data) : data);

export const throttled = (): SinkError => new SinkError('ProvisionedThroughputExceededException', 'slow down');
