import type { Logger } from 'pino';
import { partitionKeys } from '#model/partition.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { PeerPartitions } from './peer-partitions.ts';
import { Publisher } from './publisher.ts';
import { type EventDraft, type Peer, RecordBuilder } from './record-builder.ts';
import type { CollectorServices } from './services.ts';

export interface RouterRecordsProps {
  services: CollectorServices;
  log: Logger;
  routerId: string;
  session: number;
  partitions: number;
}

/** One partition: its records are in an order of their own. */
interface Lane {
  builder: RecordBuilder;
  publisher: Publisher;
}

/** What a router says, as records in the making and on their way, over its partitions. */
export class RouterRecords {
  readonly #lanes: readonly Lane[];
  readonly #peers: PeerPartitions;

  constructor(props: RouterRecordsProps) {
    const { routerId, partitions } = props;
    this.#lanes = partitionKeys(routerId, partitions).map((key) => laneOf(key, props));
    this.#peers = new PeerPartitions(partitions);
  }

  get hasRoom(): boolean {
    return this.#lanes.every(({ publisher }) => publisher.hasRoom);
  }

  get isEmpty(): boolean {
    return this.#lanes.every(({ builder }) => builder.isEmpty);
  }

  async room(): Promise<void> {
    for (const { publisher } of this.#lanes) await publisher.room();
  }

  /** Of the session: every partition hears of it. */
  add(draft: EventDraft): void {
    for (const { builder } of this.#lanes) builder.add(draft);
  }

  /** The partition of a peer. */
  of(peer: Peer): RecordBuilder {
    return this.#builder(this.#peers.of(peer));
  }

  /** Those that hear of a message: of one about the router, all; the first of one that is about nobody. */
  hearing(message: BmpMessage | null): RecordBuilder[] {
    if (message !== null && 'peer' in message) return [this.of(message.peer)];
    return message?.type === 'initiation' ? this.#lanes.map(({ builder }) => builder) : [this.#builder(0)];
  }

  /** Cuts the records, of those partitions that have any. */
  flush(): void {
    for (const { builder } of this.#lanes) builder.flush();
  }

  /** Resolves when all that was cut is published or, after the signal, given up. */
  async drained(): Promise<void> {
    for (const { publisher } of this.#lanes) await publisher.drained();
  }

  #builder(partition: number): RecordBuilder {
    const lane = this.#lanes[partition];
    if (lane === undefined) throw new RangeError(`there is no partition ${partition}`);
    return lane.builder;
  }
}

function laneOf(key: string, { services, log, session, partitions }: RouterRecordsProps): Lane {
  const { config, metrics, sink, abandon, backOff } = services;
  const publisher = new Publisher({
    partitionKey: key,
    sink,
    metrics,
    log,
    // Of the router as a whole no more waits for being spread.
    maxQueuedBytes: config.maxQueuedBytes / partitions,
    budget: services.queueBudget,
    signal: abandon,
    backOff,
  });
  const builder = new RecordBuilder({
    header: { routerId: key, session, collectorId: config.collectorId },
    maxBytes: config.batchBytes,
    emit: (record) => publisher.push(record),
  });
  return { builder, publisher };
}
