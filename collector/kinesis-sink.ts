import { type KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { GatheredRecords } from './gathered-records.ts';
import { type RecordSink, SinkError } from './sink.ts';

interface Waiting {
  partitionKey: string;
  data: Uint8Array;
  resolve: () => void;
  reject: (error: SinkError) => void;
}

/** Between the beginnings of calls, unless enough is waiting before. One after a longer pause begins at once. */
const spacingMilliseconds = 50;

/** At a time. One that is not answered takes up its place until it times out. */
export const mostCalls = 16;

/** Errors of a whole call that one of its records may be at fault for. */
const faultsOfRecords = new Set(['ValidationException', 'InvalidArgumentException', 'SerializationException']);

/**
 * Puts the records of all routers that wait at the same moment with one call. A call may fail for some of its records: each answers for
 * itself, and no two of a call, nor of calls that overlap, have one key, so that nothing overtakes.
 */
export class KinesisSink implements RecordSink {
  readonly #client: KinesisClient;
  readonly #streamName: string;
  readonly #waiting = new GatheredRecords<Waiting>();
  #calls = 0;
  #lastCallAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(client: KinesisClient, streamName: string) {
    this.#client = client;
    this.#streamName = streamName;
  }

  put(partitionKey: string, data: Uint8Array): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.add({ partitionKey, data, resolve, reject });
    this.#callSoon();
    return promise;
  }

  #callSoon(): void {
    if (this.#calls >= mostCalls || this.#waiting.isEmpty) return;
    if (this.#waiting.areWorthACall) this.#call();
    else this.#timer ??= setTimeout(() => this.#call(), this.#pause());
  }

  #pause(): number {
    return Math.max(0, this.#lastCallAt + spacingMilliseconds - performance.now());
  }

  #call(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const records = this.#calls < mostCalls ? this.#waiting.take() : [];
    if (records.length === 0) return;
    this.#calls++;
    this.#lastCallAt = performance.now();
    void this.#put(records).finally(() => {
      this.#calls--;
      this.#waiting.done(records);
      this.#callSoon();
    });
    this.#callSoon();
  }

  /** Never rejects. */
  async #put(records: readonly Waiting[]): Promise<void> {
    const entries = await this.#putAll(records);
    if (entries instanceof SinkError) return this.#failed(records, entries);
    for (const [index, { resolve, reject }] of records.entries()) {
      const entry = entries[index];
      if (entry?.SequenceNumber !== undefined) resolve();
      else reject(new SinkError(entry?.ErrorCode ?? 'NoAnswer', entry?.ErrorMessage ?? 'no answer for the record'));
    }
  }

  /** One record that the stream never takes must not keep others from it: it is found by halves. */
  async #failed(records: readonly Waiting[], error: SinkError): Promise<void> {
    if (records.length === 1 || !faultsOfRecords.has(error.code)) {
      for (const { reject } of records) reject(error);
      return;
    }
    const middle = Math.ceil(records.length / 2);
    await Promise.all([this.#put(records.slice(0, middle)), this.#put(records.slice(middle))]);
  }

  async #putAll(records: readonly Waiting[]): Promise<PutRecordsResultEntry[] | SinkError> {
    const command = new PutRecordsCommand({
      StreamName: this.#streamName,
      Records: records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
    });
    try {
      return (await this.#client.send(command)).Records ?? [];
    } catch (error) {
      return sinkErrorOf(error);
    }
  }
}

/** An error of the network says by its `code` what it is (ECONNREFUSED); the client calls it just Error, or TimeoutError when it was reset. */
function sinkErrorOf(error: unknown): SinkError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const isOfNetwork = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return new SinkError(isOfNetwork ? String(error.code) : name, message, { cause: error });
}
