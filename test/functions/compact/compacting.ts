import { Compactor } from '#functions/compact/compact.ts';
import { type CompactionPolicy, defaultPolicy } from '#functions/compact/due.ts';
import type { FindingState } from '#model/state.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { ingestOver, kinesisEvent, putsOf } from '../ingest/stream.ts';

export const family = 'ipv4-unicast';
export const minute = 60_000;
const peer = session('192.0.2.1', 65100, '10.0.0.1');

/** Every row is reason enough. */
export const eager: CompactionPolicy = { ...defaultPolicy, leastLog: 1, shareOfBase: 0 };

/** A process of the function, with what it says of itself. */
export interface CompactingProcess {
  compactor: Compactor;
  counts: Record<string, number>;
  infos: Record<string, unknown>[];
  errors: Record<string, unknown>[];
}

/** Some routers in a table, and processes that compact it. */
export class Compacting {
  now = Date.UTC(2026, 10, 1);
  readonly store: Store;
  readonly #voices = new Map<string, RouterVoice>();
  readonly #ingest: ReturnType<typeof ingestOver>['handler'];
  #batches = 0;

  constructor(store: Store = new InMemoryStore()) {
    this.store = store;
    this.#ingest = ingestOver(store, () => this.now).handler;
  }

  process(store = this.store, policy = eager): CompactingProcess {
    const process = { counts: {}, infos: [], errors: [] } as Omit<CompactingProcess, 'compactor'>;
    const compactor = new Compactor({
      store,
      now: () => this.now,
      newBatch: () => `batch-${this.#batches++}`,
      retention: 24 * 60 * minute,
      policy,
      bounds: { mostLogOctets: 1_000_000, rowsPerBlock: 4 },
      metrics: {
        count(name, value) {
          process.counts[name] = (process.counts[name] ?? 0) + value;
        },
      },
      logger: {
        info: (_, detail) => process.infos.push(detail),
        error: (_, detail) => process.errors.push(detail),
      },
    });
    return { ...process, compactor };
  }

  /** Its session begins anew, and the peer sends so many routes. */
  async dump(routerId: string, routes: number): Promise<void> {
    const voice = this.#voices.get(routerId) ?? new RouterVoice(routerId);
    this.#voices.set(routerId, voice);
    voice.now = this.now;
    voice.open().peerUp(peer);
    for (let number = 0; number < routes; number += 1) voice.announce(peer, `10.${number}.0.0/16`, []);
    voice.endOfRib(peer);
    await this.#take(voice);
  }

  /** One of its routes changes, or is new. */
  async announce(routerId: string, number: number, med: number): Promise<void> {
    const voice = this.#voices.get(routerId);
    if (voice === undefined) throw new Error(`there is no router ${routerId}`);
    voice.announce(peer, `10.${number}.0.0/16`, [], 'adj-rib-in-pre', { med });
    await this.#take(voice);
  }

  /** Of each router with a base: which. */
  async generations(): Promise<Record<string, number>> {
    const ids = [...this.#voices.keys()];
    const manifests = await Promise.all(ids.map((id) => readManifest(this.store, id, family)));
    return Object.fromEntries(ids.flatMap((id, at) => (manifests[at] ? [[id, manifests[at].generation]] : [])));
  }

  findings(): Promise<FindingState[]> {
    return readAll(this.store, 'finding').then((all) => all.filter(({ kind }) => kind === 'suspect-feed'));
  }

  async #take(voice: RouterVoice): Promise<void> {
    await this.#ingest(kinesisEvent(putsOf(voice.records())));
  }
}
