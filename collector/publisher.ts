import { constants, zstdCompressSync } from 'node:zlib';
import type { Logger } from 'pino';
import { type BackOff, defaultBackOff, retryForever } from './back-off.ts';
import type { CollectorMetrics } from './metrics.ts';
import type { QueueBudget } from './queue-budget.ts';
import { type RecordSink, SinkError } from './sink.ts';

/** Below this, compression saves less than it costs. */
const compressAbove = 4096;

/** Level 1 takes a quarter less time than level 3 does, for a twentieth more octets. */
export const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export interface PublisherProps {
  partitionKey: string;
  sink: RecordSink;
  metrics: CollectorMetrics;
  log: Logger;
  /** Octets waiting above which `hasRoom` is false, until half of that is left. */
  maxQueuedBytes: number;
  /** Shared with the other routers; where less than `maxQueuedBytes` of it is free, that counts instead. */
  budget: QueueBudget;
  /** Ends the retries: what is still queued is given up. */
  signal: AbortSignal;
  backOff?: BackOff;
}

/** Publishes the records of one router in order, one at a time, each until it is taken. */
export class Publisher {
  readonly #props: PublisherProps;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #hasRoom = true;
  #waiting: (() => void)[] = [];
  #running: Promise<void> | null = null;

  constructor(props: PublisherProps) {
    this.#props = props;
  }

  get hasRoom(): boolean {
    return this.#hasRoom;
  }

  /** Resolves once there is room. */
  async room(): Promise<void> {
    if (this.#hasRoom) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  push(record: Uint8Array): void {
    const data = record.length > compressAbove ? zstdCompressSync(record, compression) : record;
    this.#queue.push(data);
    this.#account(data.length);
    this.#running ??= this.#run();
  }

  /** Resolves when all that was pushed is published or, after the signal, given up. */
  async drained(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    for (let data = this.#queue[0]; data !== undefined; data = this.#queue[0]) {
      if (!(await this.#publish(data))) break;
      this.#queue.shift();
      this.#account(-data.length);
    }
    this.#abandon();
    this.#running = null;
  }

  async #publish(data: Uint8Array): Promise<boolean> {
    const { partitionKey, sink, metrics, signal, backOff } = this.#props;
    if (signal.aborted) return false;
    const stopTimer = metrics.publishSeconds.startTimer();
    try {
      await retryForever(() => sink.put(partitionKey, data), this.#onFailure, signal, backOffOf(data.length, backOff));
    } catch {
      return false; // logged and counted by #onFailure, and as abandoned
    }
    stopTimer();
    metrics.records.inc();
    metrics.recordBytes.inc(data.length);
    return true;
  }

  readonly #onFailure = (error: unknown, attempt: number): void => {
    const { metrics, log } = this.#props;
    const code = error instanceof SinkError ? error.code : 'Unknown';
    metrics.publishRetries.inc({ error: code });
    if (!isPowerOfTwo(attempt)) return;
    log.warn({ err: error, attempt, queuedBytes: this.#queuedBytes }, 'publish failed, will be tried again');
  };

  #abandon(): void {
    if (this.#queue.length === 0) return;
    const { metrics, log } = this.#props;
    log.error({ records: this.#queue.length, bytes: this.#queuedBytes }, 'records given up');
    metrics.abandonedBytes.inc(this.#queuedBytes);
    this.#queue.length = 0;
    this.#account(-this.#queuedBytes);
  }

  #account(bytes: number): void {
    const { maxQueuedBytes, budget, metrics } = this.#props;
    this.#queuedBytes += bytes;
    budget.use(bytes);
    metrics.bufferedBytes.inc(bytes);
    const most = Math.min(maxQueuedBytes, budget.free);
    this.#hasRoom = this.#queuedBytes <= (this.#hasRoom ? most : most / 2);
    if (!this.#hasRoom) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** A record of so many octets waits as long as there is. */
const large = 65_536;
const smallCeilingMilliseconds = 1000;

/** The smaller a record the sooner it is tried again: it costs little, and who says little is not to wait for those who say much. */
export function backOffOf(octets: number, backOff: BackOff = defaultBackOff): BackOff {
  const ceiling = Math.max(smallCeilingMilliseconds, backOff.ceilingMilliseconds * (octets / large));
  return { ...backOff, ceilingMilliseconds: Math.min(backOff.ceilingMilliseconds, ceiling) };
}

/** What fails for an hour, and that for every router, is not to be logged at every try. */
const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));
