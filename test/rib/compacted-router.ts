import { expect } from 'vitest';
import { decodeAttributeSet } from '#model/record-codec.ts';
import { type CompactionBounds, type CompactionResult, compact } from '#rib/base/compaction.ts';
import type { Manifest } from '#rib/base/manifest.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { RibView } from '#rib/read/view.ts';
import { type RouterHead, readHead } from '#rib/rows/head.ts';
import { viewOf } from '#rib/rows/row.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { ingestOver, kinesisEvent, putsOf } from '../functions/ingest/stream.ts';
import { RouterVoice, type SessionOfElement, session } from '../model/router-voice.ts';

export const family = 'ipv4-unicast';
export const left = session('192.0.2.1', 65100, '10.0.0.1');
export const right = session('192.0.2.2', 65200, '10.0.0.2');
export const retention = 24 * 3600 * 1000;
export const hour = 3_600_000;

/** The numbers from `first` up to `end`, which is left out. */
export const range = (first: number, end: number): number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);

/** Route number 300 is 10.1.44.0/24: routes stand in the order of their numbers. */
export const prefixOfNumber = (number: number): string => `10.${number >> 8}.${number & 255}.0/24`;

/** How a compaction runs, where it is not as usual. */
export interface CompactionOptions {
  store?: Store;
  head?: RouterHead;
  before?: Manifest | null;
  bounds?: Partial<CompactionBounds>;
}

/** A router of two peers whose numbered routes go through ingest into a table, and there into small blocks. */
export class CompactedRouter {
  readonly store: Store;
  readonly voice = new RouterVoice('pe1');
  #ingest: ReturnType<typeof ingestOver>['handler'];
  #compactions = 0;

  constructor(store: Store = new InMemoryStore()) {
    this.store = store;
    this.#ingest = ingestOver(store, () => this.voice.now).handler;
    this.voice.open();
  }

  /** From now on ingest runs in another process, which sees the table in its way. */
  ingestThrough(store: Store): this {
    this.#ingest = ingestOver(store, () => this.voice.now).handler;
    return this;
  }

  announce(peer: SessionOfElement, numbers: readonly number[], med = 0): this {
    for (const number of numbers) this.voice.announce(peer, prefixOfNumber(number), [], undefined, { med });
    return this;
  }

  withdraw(peer: SessionOfElement, numbers: readonly number[]): this {
    for (const number of numbers) this.voice.withdraw(peer, prefixOfNumber(number));
    return this;
  }

  /** A peer comes up and sends all it has: in one commit, unless more are made of it. */
  dump(peer: SessionOfElement, numbers: readonly number[], med = 0): this {
    this.voice.peerUp(peer);
    this.announce(peer, numbers, med);
    this.voice.endOfRib(peer);
    return this;
  }

  /** What was said since goes into the table, as one commit. */
  async ingest(): Promise<this> {
    await this.#ingest(kinesisEvent(putsOf(this.voice.records())));
    return this;
  }

  async head(): Promise<RouterHead> {
    const head = await readHead(this.store, 'pe1');
    if (head === undefined) throw new Error('nothing has been ingested');
    return head;
  }

  manifest(): Promise<Manifest | null> {
    return readManifest(this.store, 'pe1', family);
  }

  async compact({ store = this.store, head, before, bounds }: CompactionOptions = {}): Promise<CompactionResult> {
    this.#compactions += 1;
    return compact({
      store,
      before: before === undefined ? await readManifest(store, 'pe1', family) : before,
      head: head ?? (await this.head()),
      family,
      batch: `batch-${this.#compactions}`,
      now: () => this.voice.now,
      retention,
      bounds: { mostLogOctets: 1_000_000, rowsPerBlock: 8, ...bounds },
    });
  }

  /** As a reader sees it that knows nothing yet. */
  async view(time?: number): Promise<RibView> {
    const reader = new RibReader({ store: this.store, now: () => this.voice.now });
    const head = await this.head();
    return time === undefined ? reader.open(head, family) : reader.openAt(head, family, time);
  }

  /** All that is served, a text for each route. */
  async routes(time?: number): Promise<string[]> {
    return textsOf(await this.view(time));
  }

  /** Of all blocks of the base. */
  async rowsOfBlocks(): Promise<number[]> {
    return (await this.manifest())?.entries.map(({ rows }) => rows) ?? [];
  }
}

export async function textsOf(view: RibView): Promise<string[]> {
  const texts: string[] = [];
  for await (const rows of view.scan()) {
    for (const { nlri, feed, peer, set, stale, firstSeen, lastChanged } of rows) {
      const { med } = decodeAttributeSet(octetsOf(set));
      const times = `${firstSeen} ${lastChanged}`;
      texts.push(
        `${nlri.address.join('.')} ${peer.address} ${viewOf(feed)} ${med} ${stale ? 'stale' : 'fresh'} ${times}`,
      );
    }
  }
  return texts;
}

/** Of one peer, with routes of even numbers from 0 on, in blocks of eight. */
export async function compactedRouter(routes = 40, store?: Store): Promise<CompactedRouter> {
  const router = await new CompactedRouter(store).dump(left, range(0, routes).map(twice)).ingest();
  await router.compact();
  return router;
}

export const twice = (number: number): number => number * 2;

/** Compacts, which must change nothing of what is served. Answers how many blocks it wrote. */
export async function compactAlike(router: CompactedRouter, bounds: Partial<CompactionBounds> = {}): Promise<number> {
  const before = await router.routes();
  const { outcome, blocksWritten } = await router.compact({ bounds });
  expect(outcome).toBe('flipped');
  expect(await router.routes()).toEqual(before);
  return blocksWritten;
}
