import { Correlator } from '#functions/correlate/correlate.ts';
import { loadCorrelated } from '#functions/correlate/documents.ts';
import { appendEvents } from '#functions/event-log.ts';
import { RulesBook, writeRules } from '#functions/rules-book.ts';
import type { Correlated } from '#model/chains/correlated.ts';
import { acrossRouters, type PlatformEvent } from '#model/events.ts';
import { kinds } from '#model/keys.ts';
import { partitionKey } from '#model/partition.ts';
import type { WrittenRules } from '#model/rules/discovery-rules.ts';
import type { ElementState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store, Write } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { rulesWith } from '../../model/chains/elements.ts';
import { eventsOf } from '../ingest/table.ts';

export const start = Date.UTC(2026, 0, 5);

/** A table into which routers tell, as ingest writes it, and processes that correlate over it. */
export class Correlating {
  readonly store: Store;
  readonly counts = new Map<string, number>();
  time = start;
  #told = 0;

  constructor(store: Store = new InMemoryStore()) {
    this.store = store;
  }

  /** From now on the router, or a partition of it, has these elements and no others. */
  async tell(routerId: string, elements: readonly ElementState[], partition = 0): Promise<void> {
    const key = partitionKey(routerId, partition);
    const before = await readAll(this.store, 'element', kinds.element.prefixOf(key));
    const writes: Write[] = [
      ...before.map(({ id }) => ({ delete: kinds.element.key(key, id) })),
      ...elements.map((element) => ({ put: { key: kinds.element.key(key, element.id), document: { ...element } } })),
    ];
    await this.store.write(writes);
    await this.append(routerId);
  }

  /** Something that happened at the router. */
  async append(routerId: string): Promise<void> {
    this.#told += 1;
    const id = `${routerId}/${this.#told}`;
    const event: PlatformEvent = { id, type: 'peer.up', routerId, subject: id, time: this.time, data: {} };
    await appendEvents(this.store, id, [event], 0);
  }

  async hasPartitions(routerId: string, partitions: number): Promise<void> {
    const router = { id: routerId, partitions, session: { state: 'up' } };
    await this.store.write([{ put: { key: kinds.router.key(routerId), document: router } }]);
  }

  async apply(version: number, written: Partial<WrittenRules>): Promise<void> {
    await writeRules(this.store, {
      version,
      rules: rulesWith(written),
      writtenAt: this.time,
      comment: null,
      author: null,
    });
  }

  /** A process that sees the table as `store` shows it. */
  correlator(store: Store = this.store): Correlator {
    const now = () => this.time;
    return new Correlator({
      store,
      book: new RulesBook(store, now),
      now,
      metrics: { count: (name, value) => this.counts.set(name, (this.counts.get(name) ?? 0) + value) },
    });
  }

  correlated(): Promise<Correlated> {
    return loadCorrelated(this.store);
  }

  /** What correlation told. */
  async events(): Promise<PlatformEvent[]> {
    return (await eventsOf(this.store)).filter(({ routerId }) => routerId === acrossRouters);
  }

  async transitions(): Promise<string[]> {
    const events = await this.events();
    return events.map(({ type, subject, data }) =>
      'to' in data ? `${type} ${subject} ${data.from} -> ${data.to}` : `${type} ${subject}`,
    );
  }
}

/** The states in which events leave things of this kind. */
export function replayed(events: readonly PlatformEvent[], type: PlatformEvent['type']): Record<string, unknown> {
  const states: Record<string, unknown> = {};
  for (const event of events) {
    if (event.type !== type) continue;
    if (event.data.from !== (states[event.subject] ?? null)) throw new Error(`${event.id} does not follow`);
    if (event.data.to === null) delete states[event.subject];
    else states[event.subject] = event.data.to;
  }
  return states;
}

export const statesOf = (things: ReadonlyMap<string, { state: string }>): Record<string, unknown> =>
  Object.fromEntries([...things].map(([id, { state }]) => [id, state]));
