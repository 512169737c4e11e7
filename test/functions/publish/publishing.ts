import { appendEvents } from '#functions/event-log.ts';
import type { BusEntry, EventBus } from '#functions/publish/event-bus.ts';
import { Publisher, type PublishResult } from '#functions/publish/publish.ts';
import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';

/**
 * What a bus does with a request: reasons for entries it refuses (the others it takes), no answer though none was taken, or no
 * answer though all were.
 */
export type Reply = readonly (string | null)[] | 'unreachable' | 'answer-lost';

/** Takes everything, unless there is a reply for the request. */
export class FakeBus implements EventBus {
  readonly requests: (readonly BusEntry[])[] = [];
  readonly taken: BusEntry[] = [];
  readonly replies: Reply[] = [];
  /** Happens when entries have been taken and the answer is on its way. */
  meanwhile: () => void | Promise<void> = () => {};

  async put(entries: readonly BusEntry[]): Promise<(string | null)[]> {
    this.requests.push(entries);
    const reply = this.replies.shift() ?? [];
    if (reply === 'unreachable') throw new Error('ECONNREFUSED');
    const refusals = reply === 'answer-lost' ? [] : reply;
    const outcomes = entries.map((_, index) => refusals[index] ?? null);
    this.taken.push(...entries.filter((_, index) => outcomes[index] === null));
    await this.meanwhile();
    if (reply === 'answer-lost') throw new Error('ECONNRESET');
    return outcomes;
  }

  get ids(): string[] {
    return this.taken.map(idOf);
  }
}

export const idOf = ({ detail }: BusEntry): string => JSON.parse(detail).id;

export const eventOf = (id: string, subject: string, rest: Partial<PlatformEvent> = {}): PlatformEvent => ({
  id,
  type: 'peer.up',
  routerId: 'nj01emd',
  subject,
  time: Date.UTC(2026, 0, 1),
  data: { to: 'complete' },
  ...rest,
});

/** What one invocation of Lambda has, milliseconds. */
export const invocation = 50_000;

export class Publishing {
  readonly store: Store;
  readonly bus = new FakeBus();
  readonly counts = new Map<string, number>();
  time = Date.UTC(2026, 0, 2);
  #commits = 0;
  #holders = 0;

  constructor(store: Store = new InMemoryStore()) {
    this.store = store;
  }

  /** One commit's events. */
  async append(...events: PlatformEvent[]): Promise<void> {
    this.#commits += 1;
    await appendEvents(this.store, `c${this.#commits}`, events, 0);
  }

  async expire(...numbers: number[]): Promise<void> {
    await this.store.write(numbers.map((number) => ({ delete: eventKeys.key(number) })));
  }

  /** A process that sees the table as `store` shows it. */
  publisher(store: Store = this.store, bus: EventBus = this.bus): Publisher {
    return new Publisher({
      store,
      bus,
      now: () => this.time,
      wait: async (milliseconds) => {
        this.time += milliseconds;
      },
      newHolder: () => {
        this.#holders += 1;
        return `holder ${this.#holders}`;
      },
      metrics: {
        count: (name, value) => {
          this.counts.set(name, (this.counts.get(name) ?? 0) + value);
        },
      },
      logger: { warn: () => {} },
    });
  }

  publish(publisher = this.publisher()): Promise<PublishResult> {
    return publisher.run(this.time + invocation);
  }
}
