import { beforeEach, describe, expect, it } from 'vitest';
import { eventRow } from '#functions/event-row.ts';
import { largestRequest } from '#functions/publish/entry.ts';
import { reserve } from '#functions/publish/publish.ts';
import { publishedKey } from '#model/keys.ts';
import type { Stored } from '#rib/store/store.ts';
import { eventOf, idOf, invocation, Publishing } from './publishing.ts';
import { MortalStore, WatchedStore } from './watched-store.ts';

let publishing: Publishing;
beforeEach(() => {
  publishing = new Publishing();
});

const names = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `e${first + index}`);
const peers = (first: number, last: number) => names(first, last).map((id) => eventOf(id, `peer of ${id}`));

const isRelease = ({ document }: Stored): boolean => Object(document.lease).until === 0;

describe('what is published', () => {
  it('is each event as the API shows it', async () => {
    const event = eventOf('e1', 'nj01emd~10.0.0.1', { type: 'element.state-changed' });
    await publishing.append(event);
    await publishing.publish();
    expect(publishing.bus.taken).toEqual([
      {
        source: 'bmpaas',
        detailType: 'element.state-changed',
        time: event.time,
        resources: ['nj01emd~10.0.0.1'],
        detail: JSON.stringify(eventRow(event)),
      },
    ]);
  });

  it('is the feed from its beginning, in order, ten to a request and over all commits', async () => {
    await publishing.append(...peers(1, 3));
    await publishing.append(...peers(4, 23));
    expect(await publishing.publish()).toEqual({ published: 23, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 23));
    expect(publishing.bus.requests.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(publishing.counts.get('eventsPublished')).toBe(23);
  });

  it('is what is new since, and nothing where nothing is', async () => {
    await publishing.append(...peers(1, 2));
    await publishing.publish();
    expect(await publishing.publish()).toEqual({ published: 0, more: false });
    await publishing.append(...peers(3, 4));
    expect(await publishing.publish()).toEqual({ published: 2, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 4));
  });

  it('costs no write where there is nothing', async () => {
    await publishing.publish();
    expect(await publishing.store.get(publishedKey)).toBeUndefined();
  });

  it('is one of a subject at a time, since the bus could take the later one alone', async () => {
    await publishing.append(eventOf('e1', 'a'), eventOf('e2', 'b'), eventOf('e3', 'a'), eventOf('e4', 'c'));
    await publishing.publish();
    expect(publishing.bus.requests.map((entries) => entries.map(idOf))).toEqual([
      ['e1', 'e2'],
      ['e3', 'e4'],
    ]);
  });
});

describe('a bus that fails', () => {
  it('gets again what it refused, and nothing else', async () => {
    await publishing.append(...peers(1, 12));
    publishing.bus.replies.push([null, 'ThrottlingException: ', null, 'InternalFailure: '], ['ThrottlingException: ']);
    expect(await publishing.publish()).toEqual({ published: 12, more: false });
    expect(publishing.bus.requests.map((entries) => entries.map(idOf))).toEqual([
      names(1, 10),
      ['e2', 'e4'],
      ['e2'],
      ['e11', 'e12'],
    ]);
    expect(publishing.counts.get('entriesRefused')).toBe(3);
  });

  it('gets what it refused to the end in the next invocation, and not what it had taken behind it', async () => {
    await publishing.append(...peers(1, 5));
    const refusal = Array.from({ length: 7 }, () => ['InternalFailure: ']);
    publishing.bus.replies.push(...refusal);
    await expect(publishing.publish()).rejects.toThrow('the bus refused 1 events');
    expect(publishing.bus.ids).toEqual(['e2', 'e3', 'e4', 'e5']);
    await publishing.append(eventOf('e6', 'peer of e1'));
    expect(await publishing.publish()).toEqual({ published: 2, more: false });
    expect(publishing.bus.ids).toEqual(['e2', 'e3', 'e4', 'e5', 'e1', 'e6']);
  });

  it('never has more than nine taken beyond one that it refuses', async () => {
    await publishing.append(...peers(1, 30));
    publishing.bus.replies.push(...Array.from({ length: 21 }, () => ['InternalFailure: ']));
    for (let invocations = 0; invocations < 3; invocations += 1) await expect(publishing.publish()).rejects.toThrow();
    expect(publishing.bus.ids).toEqual(names(2, 10));
    await publishing.publish();
    expect(publishing.bus.ids.toSorted()).toEqual(names(1, 30).toSorted());
  });

  it.each(['all refused', 'unreachable'])('loses nothing: %s', async (kind) => {
    await publishing.append(...peers(1, 12));
    const refusedAll = Array.from({ length: 10 }, () => 'ThrottlingException: ');
    publishing.bus.replies.push(...Array.from({ length: 7 }, () => (kind === 'unreachable' ? kind : refusedAll)));
    await expect(publishing.publish()).rejects.toThrow('the bus refused 10 events');
    expect(publishing.bus.taken).toEqual([]);
    expect(await publishing.publish()).toEqual({ published: 12, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 12));
  });

  it('repeats one batch, with the same ids, where its answer was lost', async () => {
    await publishing.append(...peers(1, 25));
    publishing.bus.replies.push([], 'answer-lost');
    expect(await publishing.publish()).toEqual({ published: 25, more: false });
    expect(publishing.bus.ids).toEqual([...names(1, 20), ...names(11, 25)]);
    expect(publishing.counts.get('putEventsFailed')).toBe(1);
  });
});

describe('who publishes', () => {
  it('stops before its time is over, and says that there is more', async () => {
    await publishing.append(...peers(1, 40));
    publishing.bus.meanwhile = () => {
      publishing.time += 15_000;
    };
    expect(await publishing.publish()).toEqual({ published: 30, more: true });
    publishing.bus.meanwhile = () => {};
    expect(await publishing.publish()).toEqual({ published: 10, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 40));
  });

  it('begins nothing without time to end it', async () => {
    await publishing.append(...peers(1, 2));
    expect(await publishing.publisher().run(publishing.time + reserve)).toEqual({ published: 0, more: true });
    expect(publishing.bus.requests).toEqual([]);
  });

  it('is alone: who comes meanwhile sends nothing, however often', async () => {
    await publishing.append(...peers(1, 15));
    const others: unknown[] = [];
    publishing.bus.meanwhile = async () => {
      others.push(await publishing.publish(), await publishing.publish());
    };
    expect(await publishing.publish()).toEqual({ published: 15, more: false });
    expect(others).toEqual(Array.from({ length: 4 }, () => ({ published: 0, more: true })));
    expect(publishing.bus.ids).toEqual(names(1, 15));
  });

  it('looks again for what those knew of whom it turned away', async () => {
    await publishing.append(...peers(1, 1));
    const store = new WatchedStore(publishing.store);
    let isLast = false;
    store.before = async (put) => {
      if (isLast || !put || !isRelease(put)) return;
      isLast = true;
      await publishing.append(...peers(2, 3));
      expect(await publishing.publish()).toEqual({ published: 0, more: true });
    };
    expect(await publishing.publish(publishing.publisher(store))).toEqual({ published: 3, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 3));
  });

  it('leaves the lease to run out when it dies, and then the batch is repeated whose acknowledgement it took along', async () => {
    await publishing.append(...peers(1, 25));
    const store = new MortalStore(publishing.store);
    publishing.bus.meanwhile = () => {
      store.isDead = publishing.bus.requests.length === 2;
    };
    await expect(publishing.publish(publishing.publisher(store))).rejects.toThrow('killed');
    publishing.bus.meanwhile = () => {};
    const died = publishing.time;
    expect(await publishing.publish()).toEqual({ published: 0, more: true });
    publishing.time = died + invocation + 5_000;
    expect(await publishing.publish()).toEqual({ published: 15, more: false });
    expect(publishing.bus.ids).toEqual([...names(1, 20), ...names(11, 25)]);
  });

  it('stops where another has taken the cursor though it should not have', async () => {
    await publishing.append(...peers(1, 25));
    publishing.bus.meanwhile = async () => {
      const cursor = await publishing.store.get(publishedKey);
      const document = { ...cursor, version: Number(cursor?.version) + 1, lease: { holder: 'somebody', until: 0 } };
      await publishing.store.write([{ put: { key: publishedKey, document } }]);
    };
    expect(await publishing.publish()).toEqual({ published: 0, more: true });
    expect(publishing.bus.requests).toHaveLength(1);
    expect(publishing.counts.get('publishersOvertaken')).toBe(1);
    expect(await publishing.store.get(publishedKey)).toMatchObject({ lease: { holder: 'somebody' } });
  });

  it.each(['before', 'after'] as const)('sends nothing twice where the table fails %s it has written', async (when) => {
    const store = new WatchedStore(publishing.store);
    let puts = 0;
    store[when] = (put) => {
      if (!put || isRelease(put) || puts++ % 3 !== 2) return;
      throw new Error('the table is out of reach');
    };
    await publishing.append(...peers(1, 25));
    expect(await publishing.publish(publishing.publisher(store))).toEqual({ published: 25, more: false });
    expect(publishing.bus.ids).toEqual(names(1, 25));
    const cursor = await publishing.store.get(publishedKey);
    expect(cursor).toMatchObject({ next: { number: 2, index: 0 }, lease: { until: 0 } });
  });
});

describe('a gap', () => {
  it('is no gap before anything was published: it begins with what is kept', async () => {
    for (const number of [1, 2, 3]) await publishing.append(...peers(number, number));
    await publishing.expire(1, 2);
    await publishing.publish();
    expect(publishing.bus.ids).toEqual(['e3']);
    expect(publishing.counts.get('feedItemsMissed')).toBe(0);
  });

  it('is counted and passed, also the rest of an item and what expired out of order', async () => {
    await publishing.append(...peers(1, 12));
    publishing.bus.replies.push([], ...Array.from({ length: 7 }, () => 'unreachable' as const));
    await expect(publishing.publish()).rejects.toThrow();
    for (const number of [13, 14, 15, 16]) await publishing.append(...peers(number, number));
    await publishing.expire(1, 2, 4);
    expect(await publishing.publish()).toEqual({ published: 2, more: false });
    expect(publishing.bus.ids).toEqual([...names(1, 10), 'e14', 'e16']);
    expect(publishing.counts.get('feedItemsMissed')).toBe(3);
  });
});

describe('a large event', () => {
  it('leaves without its largest members, and says so', async () => {
    const data = { to: 'complete', chain: 'x'.repeat(300_000), from: 'learning' };
    await publishing.append(eventOf('e1', 'a'), eventOf('e2', 'b', { data }), eventOf('e3', 'c'));
    await publishing.publish();
    expect(publishing.bus.ids).toEqual(['e1', 'e2', 'e3']);
    const event = JSON.parse(publishing.bus.taken[1]?.detail ?? '');
    expect(event).toEqual({
      ...eventRow(eventOf('e2', 'b')),
      datareduced: true,
      data: { to: 'complete', from: 'learning' },
    });
    expect(publishing.counts.get('eventsReduced')).toBe(1);
  });

  it('goes whole while it fits, and no request is larger than EventBridge takes', async () => {
    const data = { chain: 'é'.repeat(60_000) };
    await publishing.append(...names(1, 5).map((id) => eventOf(id, id, { data })));
    await publishing.publish();
    expect(publishing.bus.requests.map(({ length }) => length)).toEqual([2, 2, 1]);
    for (const entries of publishing.bus.requests) {
      expect(entries.reduce((sum, { detail }) => sum + Buffer.byteLength(detail), 0)).toBeLessThan(largestRequest);
    }
  });

  it('is not named as a resource where its subject is longer than one may be', async () => {
    await publishing.append(eventOf('e1', 'x'.repeat(3000)));
    await publishing.publish();
    expect(publishing.bus.taken[0]?.resources).toEqual([]);
    expect(JSON.parse(publishing.bus.taken[0]?.detail ?? '').subject).toHaveLength(3000);
  });
});
