import { describe, expect, it } from 'vitest';
import { feedItems } from '#functions/event-feed-reader.ts';
import { eventKeys } from '#model/keys.ts';
import type { Page, Range } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';

const put = (store: InMemoryStore, number: number) =>
  store.write([{ put: { key: eventKeys.key(number), document: { version: 0, commit: `c${number}`, events: [] } } }]);

async function numbers(store: InMemoryStore, from: number, tail = 0): Promise<number[]> {
  const found: number[] = [];
  for await (const { number } of feedItems(store, from, tail)) found.push(number);
  return found;
}

/** Two items are put while it is asked for the first time: the answer has the later one alone. */
class RacingStore extends InMemoryStore {
  #raced = false;
  readonly #hidden: number;

  constructor(hidden: number) {
    super();
    this.#hidden = hidden;
  }

  override async query(partition: string, range?: Range): Promise<Page> {
    const page = await super.query(partition, range);
    if (this.#raced || partition !== eventKeys.bucketOf(this.#hidden)) return page;
    this.#raced = true;
    return { ...page, items: page.items.filter(({ key }) => eventKeys.numberOf(key) !== this.#hidden) };
  }
}

describe('items of the event feed', () => {
  it('come from a number on, over buckets, to the end', async () => {
    const store = new InMemoryStore();
    for (const number of [4094, 4095, 4096, 4097]) await put(store, number);
    expect(await numbers(store, 4095)).toEqual([4095, 4096, 4097]);
    expect(await numbers(store, 4098)).toEqual([]);
  });

  it('begin with the first that is kept, also buckets later', async () => {
    const store = new InMemoryStore();
    for (const number of [9000, 9001]) await put(store, number);
    expect(await numbers(store, 0, 9000)).toEqual([9000, 9001]);
  });

  it('leave out what expired out of order', async () => {
    const store = new InMemoryStore();
    for (const number of [3, 5, 6]) await put(store, number);
    expect(await numbers(store, 1)).toEqual([3, 5, 6]);
  });

  it.each([2, 4095])('are complete where item %i came while they were read', async (hidden) => {
    const store = new RacingStore(hidden);
    for (let number = hidden - 1; number <= hidden + 2; number += 1) await put(store, number);
    expect(await numbers(store, hidden - 1)).toEqual([hidden - 1, hidden, hidden + 1, hidden + 2]);
  });
});
