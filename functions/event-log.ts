import type { PlatformEvent } from '#model/events.ts';
import { eventKeys } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';

/** How long the feed goes back. */
export const eventRetentionSeconds = 30 * 24 * 3600;

/** Items of the event feed: what became visible with some commits, as much as an item holds. */
interface EventLogItem {
  version: 0;
  /** Name the commits and the parts of them, so that appending one again is seen. */
  commits: string[];
  events: PlatformEvent[];
}

/** Events of a commit, or as many of them as an item holds. */
interface Part {
  name: string;
  events: PlatformEvent[];
  octets: number;
  /** It is not in the log up to this number. */
  after: number;
}

interface WaitingPart extends Part {
  /** With the number of its item. */
  resolve: (number: number) => void;
  reject: (reason: unknown) => void;
}

/** JSON octets of an item's events, about; DynamoDB's limit is 400 KB. */
const largestItem = 200_000;

/**
 * Appends a commit's events at the next free numbers. Numbers have no gaps, because a number is taken only by a writer that
 * found the one before it taken; and a repeated append finds its own commit again, since the search starts at `after`, the
 * end of the log as it was when the commit was made. What a process appends while it waits for the table goes into one item.
 */
export async function appendEvents(
  store: Store,
  commit: string,
  events: PlatformEvent[],
  after: number,
): Promise<void> {
  const appender = appenderOf(store);
  let number = after;
  for (const [index, part] of partsOf(events).entries()) {
    number = await appender.append({ name: `${commit}.${index}`, after: number, ...part });
  }
}

const appenders = new WeakMap<Store, EventAppender>();

function appenderOf(store: Store): EventAppender {
  const known = appenders.get(store) ?? new EventAppender(store);
  appenders.set(store, known);
  return known;
}

/** One item at a time: the feed is one line, and commits of many routers queue for its end. */
class EventAppender {
  readonly #store: Store;
  #waiting: WaitingPart[] = [];
  #isAppending = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The number of the item that it took, now or at an earlier try. */
  append(part: Part): Promise<number> {
    const appended = new Promise<number>((resolve, reject) => this.#waiting.push({ ...part, resolve, reject }));
    if (!this.#isAppending) void this.#appendWaiting();
    return appended;
  }

  async #appendWaiting(): Promise<void> {
    this.#isAppending = true;
    while (this.#waiting.length > 0) {
      const some = this.#takeSome();
      try {
        await this.#place(some);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.#isAppending = false;
  }

  /** As many as fit an item; the first always does. */
  #takeSome(): WaitingPart[] {
    let sum = 0;
    const count = this.#waiting.findIndex(({ octets }, index) => {
      sum += octets;
      return index > 0 && sum > largestItem;
    });
    return this.#waiting.splice(0, count === -1 ? this.#waiting.length : count);
  }

  async #place(parts: readonly WaitingPart[]): Promise<void> {
    let left = parts;
    let number = Math.min(...parts.map(({ after }) => after));
    while (left.length > 0) {
      number += 1;
      const placed = (await this.#put(number, left)) ? left : await this.#placedEarlier(number, left);
      if (placed.length > 0) await this.#noteTail(number);
      for (const { resolve } of placed) resolve(number);
      left = left.filter((part) => !placed.includes(part));
    }
  }

  #put(number: number, parts: readonly Part[]): Promise<boolean> {
    const events = parts.flatMap((part) => part.events);
    const item: EventLogItem = { version: 0, commits: parts.map(({ name }) => name), events };
    return this.#store.putIfVersion({ key: eventKeys.key(number), document: { ...item } }, null, expiryOf(events));
  }

  async #placedEarlier(number: number, parts: readonly WaitingPart[]): Promise<readonly WaitingPart[]> {
    const taken = await this.#store.get(eventKeys.key(number));
    const commits = new Set(Array.isArray(taken?.commits) ? taken.commits : []);
    return parts.filter(({ name }) => commits.has(name));
  }

  /** One that is late with this, or repeats an old append, does not take the tail back. */
  async #noteTail(number: number): Promise<void> {
    await this.#store.putIfNewer({ key: eventKeys.tail, document: { number, version: number } });
  }
}

function partsOf(events: readonly PlatformEvent[]): Pick<Part, 'events' | 'octets'>[] {
  const parts: Pick<Part, 'events' | 'octets'>[] = [];
  for (const event of events) {
    const octets = JSON.stringify(event).length;
    const last = parts.at(-1);
    if (last && last.octets + octets <= largestItem) {
      last.events.push(event);
      last.octets += octets;
    } else {
      parts.push({ events: [event], octets });
    }
  }
  return parts;
}

const expiryOf = (events: readonly PlatformEvent[]): number =>
  Math.floor(Math.max(0, ...events.map(({ time }) => time)) / 1000) + eventRetentionSeconds;
