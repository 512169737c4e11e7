import { zstdDecompressSync } from 'node:zlib';
import type { IngestHandler } from '#functions/ingest/handler.ts';
import type { StreamRecord } from '#model/record.ts';
import { decodeRecord, encodeAttributeSet, isCompressed } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { type CompactionProps, type CompactionResult, compact } from '#rib/base/compaction.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { latin1 } from '#rib/octets/octets-text.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { RibView } from '#rib/read/view.ts';
import { type RouterHead, readHead } from '#rib/rows/head.ts';
import type { Store } from '#rib/store/store.ts';
import { firstTimeIn, RouterStream } from '../../bench/router-stream.ts';
import { ingestOver, kinesisEvent } from '../../functions/ingest/stream.ts';
import type { Random } from '../../fuzz/random.ts';
import { Scheduler } from '../../simulation/scheduler.ts';
import { ProcessStore, SimulatedTable } from '../../simulation/simulated-table.ts';
import { type NumberedPrefix, PrefixOracle } from './prefix-oracle.ts';

const routerId = 'pe1';
const never = Number.MAX_SAFE_INTEGER;

export const numberedPrefix = ({ address, prefixLength }: Nlri, width: number): NumberedPrefix => {
  let number = 0n;
  for (let index = 0; index < width / 8; index += 1) number = number * 256n + BigInt(address[index] ?? 0);
  return { address: number, length: prefixLength };
};

/** How often a compaction stands still, and after how many operations on the table each time. */
export interface Stops {
  stops: number;
  mostTurns: number;
}

/** A router's BMP session, as it goes through collector and ingest into a table, and into an oracle beside. */
export class HeardTable {
  readonly family: string;
  readonly oracle: PrefixOracle;
  readonly #table = new SimulatedTable();
  readonly #stream: RouterStream;
  readonly #ingest: IngestHandler;
  #compactions = 0;

  constructor(family: 'ipv4-unicast' | 'ipv6-unicast', octets: Uint8Array) {
    this.family = family;
    this.oracle = new PrefixOracle(family === 'ipv4-unicast' ? 32 : 128);
    this.#stream = new RouterStream({ routerId, session: 1, beganAt: firstTimeIn(octets) });
    this.#ingest = ingestOver(this.store, () => this.#stream.now).handler;
  }

  get store(): Store {
    return this.#table.store;
  }

  async hear(octets: Uint8Array): Promise<void> {
    for (const { records } of this.#stream.say([octets])) {
      for (const record of records)
        this.#note(decodeRecord(isCompressed(record) ? zstdDecompressSync(record) : record));
      await this.#ingest(kinesisEvent(records.map((data) => ({ partitionKey: routerId, data }))));
    }
  }

  /** As a reader sees it that knows nothing yet. */
  async open(): Promise<RibView> {
    const reader = new RibReader({ store: this.store, now: () => this.#stream.now });
    return reader.open(await this.#head(), this.family);
  }

  /** Something else is done, again and again, while the compaction stands still between two of its operations on the table. */
  async compact(
    random: Random,
    { stops, mostTurns }: Stops,
    meanwhile: () => Promise<void>,
  ): Promise<CompactionResult> {
    const scheduler = new Scheduler(random);
    const store = new ProcessStore(this.#table, scheduler, random, never);
    const task = compact(await this.#compaction(store));
    let isOver = false;
    const ended = task.finally(() => {
      isOver = true;
    });
    for (let stop = 0; !isOver; stop += 1) {
      await scheduler.give(stop < stops ? 1 + random.below(mostTurns) : 100);
      if (stop < stops && !isOver) await meanwhile();
    }
    return ended;
  }

  async #compaction(store: Store): Promise<CompactionProps> {
    const before = await readManifest(this.store, routerId, this.family);
    const head = await this.#head();
    const now = () => this.#stream.now;
    this.#compactions += 1;
    const batch = `batch-${this.#compactions}`;
    return { store, head, family: this.family, before, batch, now, retention: 24 * 3600 * 1000 };
  }

  async #head(): Promise<RouterHead> {
    const head = await readHead(this.store, routerId);
    if (head === undefined) throw new Error('nothing has been ingested');
    return head;
  }

  #note({ events, feeds, peers, attributeSets }: StreamRecord): void {
    const sets = attributeSets.map((set) => latin1(encodeAttributeSet(set)));
    for (const event of events) {
      if (event.kind !== 'announce' && event.kind !== 'withdraw') continue;
      const feed = feeds[event.feed];
      if (feed?.afi !== (this.oracle.width === 32 ? 1 : 2) || feed.safi !== 1) continue;
      const name = `${peers[feed.peer]?.address} ${feed.view}`;
      for (const route of event.routes) {
        const prefix = numberedPrefix(route, this.oracle.width);
        if (event.kind === 'withdraw') this.oracle.withdraw(prefix, name);
        else this.oracle.announce(prefix, name, sets[event.attributeSet] ?? '');
      }
    }
  }
}
