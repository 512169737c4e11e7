import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeStreamCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { BatchCollector, type BatchLimits, type CollectorPhase } from './batch-collector.ts';
import { type DeliveryRules, type DeliveryTarget, type DiscardedBatch, deliverBatch } from './batch-delivery.ts';
import type { CheckpointStore } from './checkpoints.ts';
import type { EventOrigin, StreamHandler } from './kinesis-event.ts';
import { ShardReader } from './shard-reader.ts';

export type EventSourceSettings = BatchLimits & DeliveryRules;

export const defaultEventSourceSettings: EventSourceSettings = {
  batchSize: 100,
  maximumBatchingWindowMilliseconds: 200,
  maximumBatchBytes: 6_000_000,
  pollMilliseconds: 100,
  reportBatchItemFailures: true,
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  retryPause: { first: 100, longest: 10_000 },
};

export interface EventSourceProps {
  client: KinesisClient;
  streamName: string;
  handler: StreamHandler;
  checkpoints: CheckpointStore;
  settings?: Partial<EventSourceSettings>;
  onDiscard: (batch: DiscardedBatch) => Promise<void>;
  /** Told of failed invocations, reads and checkpoints; all are tried again. */
  onError: (error: string, shardId: string) => void;
}

/**
 * The event source mapping of Lambda for a Kinesis stream, embedded: one batch in flight per shard, in order, at least
 * once, from the checkpoint or else the oldest record. Parallelization factor 1; shards are those found at the start.
 */
export class EventSource {
  readonly #props: EventSourceProps;
  readonly #settings: EventSourceSettings;
  readonly #abort = new AbortController();
  #phase: CollectorPhase = 'running';
  #shards: Promise<void>[] = [];

  constructor(props: EventSourceProps) {
    this.#props = props;
    this.#settings = { ...defaultEventSourceSettings, ...props.settings };
  }

  /** Finds the shards and begins. Rejects when the stream does not answer. */
  async start(): Promise<void> {
    const { client, streamName, checkpoints } = this.#props;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: streamName }));
    const streamArn = StreamDescription?.StreamARN ?? streamName;
    for (const { ShardId: shardId = '' } of StreamDescription?.Shards ?? []) {
      const reader = new ShardReader({ client, streamName, shardId }, await checkpoints.load(shardId));
      this.#shards.push(this.#run(reader, { shardId, streamArn }));
    }
  }

  /** Processes what the stream holds, then stops. */
  async drain(): Promise<void> {
    if (this.#phase === 'running') this.#phase = 'draining';
    await Promise.all(this.#shards);
    this.#phase = 'stopped';
  }

  /** Lets invocations in flight end and begins no other. */
  async stop(): Promise<void> {
    this.#phase = 'stopped';
    this.#abort.abort();
    await Promise.all(this.#shards);
  }

  async #run(reader: ShardReader, origin: EventOrigin): Promise<void> {
    const read = (limit: number) => this.#untilDone(() => reader.read(limit), origin);
    const collector = new BatchCollector(read, this.#settings, () => this.#phase);
    try {
      for (;;) {
        const batch = await collector.next();
        if (batch.length === 0) return;
        await deliverBatch(batch, this.#settings, this.#targetOf(origin));
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  /** Tries until it succeeds. Once stopped, the first failure ends the shard's run, with nothing checkpointed after it. */
  async #untilDone<T>(operation: () => Promise<T>, { shardId }: EventOrigin): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await operation();
      } catch (error) {
        this.#props.onError(String(error), shardId);
        if (this.#abort.signal.aborted) throw new Stopped();
        await this.#pause(failures);
      }
    }
  }

  async #pause(failures: number): Promise<void> {
    const { first, longest } = this.#settings.retryPause;
    const milliseconds = Math.min(longest, first * 2 ** failures);
    await sleep(milliseconds, undefined, { signal: this.#abort.signal }).catch(() => undefined);
  }

  #targetOf(origin: EventOrigin): DeliveryTarget {
    const { handler, checkpoints, onDiscard, onError } = this.#props;
    return {
      handler,
      origin,
      checkpoint: (sequenceNumber) => this.#untilDone(() => checkpoints.save(origin.shardId, sequenceNumber), origin),
      discard: (batch) => this.#untilDone(() => onDiscard(batch), origin),
      onError: (error) => onError(error, origin.shardId),
      stopped: this.#abort.signal,
    };
  }
}

class Stopped extends Error {}
