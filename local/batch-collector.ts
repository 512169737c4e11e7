import { setTimeout as sleep } from 'node:timers/promises';
import type { ArrivedRecord } from './shard-reader.ts';

export interface BatchLimits {
  /** Most records of a batch. */
  batchSize: number;
  /** How long a batch that is not full waits for more, counted from its first record. 0: not at all. */
  maximumBatchingWindowMilliseconds: number;
  /** Most bytes of a batch's payload; Lambda takes 6 MB of JSON, base64 included. */
  maximumBatchBytes: number;
  /** Pause after a read that found nothing. */
  pollMilliseconds: number;
}

export type CollectorPhase = 'running' | 'draining' | 'stopped';

/** Cuts one shard's records into batches: when full by number or bytes, or when the window closes. */
export class BatchCollector {
  readonly #read: (limit: number) => Promise<ArrivedRecord[]>;
  readonly #limits: BatchLimits;
  readonly #phase: () => CollectorPhase;
  #waiting: ArrivedRecord[] = [];
  #waitingSince = 0;

  constructor(
    read: (limit: number) => Promise<ArrivedRecord[]>,
    limits: BatchLimits,
    phase: () => CollectorPhase = () => 'running',
  ) {
    this.#read = read;
    this.#limits = limits;
    this.#phase = phase;
  }

  /** The next batch; empty once stopped, or when draining and the tip of the shard is reached. */
  async next(): Promise<ArrivedRecord[]> {
    while (this.#phase() !== 'stopped') {
      if (this.#full() || this.#windowClosed()) return this.#take();
      const found = await this.#readMore();
      if (!found && this.#phase() === 'draining') return this.#take();
      if (!found) await sleep(this.#pause());
    }
    return [];
  }

  async #readMore(): Promise<boolean> {
    const records = await this.#read(this.#limits.batchSize - this.#waiting.length);
    if (this.#waiting.length === 0) this.#waitingSince = performance.now();
    this.#waiting.push(...records);
    return records.length > 0;
  }

  #full(): boolean {
    return this.#waiting.length >= this.#limits.batchSize || this.#fitting() < this.#waiting.length;
  }

  #windowClosed(): boolean {
    if (this.#waiting.length === 0) return false;
    return performance.now() - this.#waitingSince >= this.#limits.maximumBatchingWindowMilliseconds;
  }

  #pause(): number {
    if (this.#waiting.length === 0) return this.#limits.pollMilliseconds;
    const left = this.#waitingSince + this.#limits.maximumBatchingWindowMilliseconds - performance.now();
    return Math.max(0, Math.min(left, this.#limits.pollMilliseconds));
  }

  /** How many of the waiting records fit the payload limit; a single larger one goes alone. */
  #fitting(): number {
    let bytes = 0;
    const firstTooMany = this.#waiting.findIndex((record) => {
      bytes += payloadBytes(record);
      return bytes > this.#limits.maximumBatchBytes;
    });
    return firstTooMany === -1 ? this.#waiting.length : Math.max(1, firstTooMany);
  }

  #take(): ArrivedRecord[] {
    const batch = this.#waiting.splice(0, Math.min(this.#fitting(), this.#limits.batchSize));
    this.#waitingSince = performance.now();
    return batch;
  }
}

const base64Growth = 4 / 3;
const jsonOfOneRecord = 600;

const payloadBytes = (record: ArrivedRecord): number => record.data.length * base64Growth + jsonOfOneRecord;
