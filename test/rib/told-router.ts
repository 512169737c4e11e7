import fc from 'fast-check';
import { compact } from '#rib/base/compaction.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { RibView } from '#rib/read/view.ts';
import { type RouterHead, readHead } from '#rib/rows/head.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { ingestOver, kinesisEvent, putsOf } from '../functions/ingest/stream.ts';
import { RouterVoice, type SessionOfElement, session } from '../model/router-voice.ts';

/** What a router may do, and what the station may do meanwhile. */
export type Act =
  | { kind: 'announce'; peer: number; view: number; prefix: number; med: number }
  | { kind: 'withdraw'; peer: number; view: number; prefix: number }
  | { kind: 'peer-up' | 'peer-down' | 'end-of-rib'; peer: number }
  | { kind: 'ingest' }
  | { kind: 'compact' };

export const peers = [session('192.0.2.1', 65100, '10.0.0.1'), session('2001:db8::2', 65200, '10.0.0.2')] as const;
export const views = ['adj-rib-in-pre', 'adj-rib-in-post'] as const;
export const prefixes = ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/9', '10.1.0.0/16', '11.0.0.0/8', '192.0.2.0/24'];
export const family = 'ipv4-unicast';

const peer = fc.nat(peers.length - 1);
/** One of them is spoken of more often, so that things happen to it. */
export const prefix = fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.nat(prefixes.length - 1));
const route = { peer, view: fc.nat(views.length - 1), prefix };

export const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('announce' as const), ...route, med: fc.nat(1) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), ...route }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('peer-up', 'end-of-rib'), peer }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('peer-down' as const), peer }) },
    { weight: 6, arbitrary: fc.constantFrom<Act>({ kind: 'ingest' }, { kind: 'compact' }) },
  ),
  { minLength: 20, maxLength: 80, size: 'max' },
);

/** A router that speaks to ingest, with its RIB in a table. */
export class ToldRouter {
  readonly store: Store;
  readonly voice: RouterVoice;
  readonly reader: RibReader;
  readonly #ingest: ReturnType<typeof ingestOver>['handler'];
  #compactions = 0;

  constructor(routerId = 'pe1', store: Store = new InMemoryStore()) {
    this.store = store;
    this.voice = new RouterVoice(routerId).open();
    for (const each of peers) this.voice.peerUp(each);
    const now = () => this.voice.now;
    this.reader = new RibReader({ store: this.store, now });
    this.#ingest = ingestOver(this.store, now).handler;
  }

  async perform(act: Act): Promise<void> {
    if (act.kind === 'ingest') return this.ingest();
    if (act.kind === 'compact') return this.compact();
    const who = peers[act.peer];
    if (who === undefined) throw new Error(`there is no peer ${act.peer}`);
    if ('prefix' in act) this.#say(act, who);
    else if (act.kind === 'peer-up') this.voice.peerUp(who);
    else if (act.kind === 'peer-down') this.voice.peerDown(who);
    else for (const view of views) this.voice.endOfRib(who, view);
  }

  #say(act: Extract<Act, { prefix: number }>, who: SessionOfElement): void {
    const [text = '', view] = [prefixes[act.prefix], views[act.view]];
    if (act.kind === 'announce') this.voice.announce(who, text, [], view, { med: act.med });
    else this.voice.withdraw(who, text, view);
  }

  /** What was said since goes into the table, as one commit. */
  async ingest(): Promise<void> {
    await this.#ingest(kinesisEvent(putsOf(this.voice.records())));
  }

  /** Into blocks of a few rows, so that there are several. */
  async compact(of = family): Promise<void> {
    const { store, voice } = this;
    this.#compactions += 1;
    const before = await readManifest(store, voice.routerId, of);
    const head = await this.head();
    const bounds = { mostLogOctets: 1_000_000, rowsPerBlock: 3 };
    const batch = `batch-${this.#compactions}`;
    await compact({ store, head, family: of, before, batch, now: () => voice.now, retention: 86_400_000, bounds });
  }

  async head(): Promise<RouterHead> {
    const head = await readHead(this.store, this.voice.routerId);
    if (head === undefined) throw new Error('nothing has been ingested');
    return head;
  }

  async view(): Promise<RibView> {
    return this.reader.open(await this.head(), family);
  }

  async viewAt(time: number): Promise<RibView> {
    return this.reader.openAt(await this.head(), family, time);
  }
}
