import { beforeEach, describe, expect, it } from 'vitest';
import { appendEvents, eventRetentionSeconds } from '#functions/event-log.ts';
import { eventTail } from '#functions/event-tail.ts';
import { CommitConflict, CommitTooLarge, commitJournal, recoverJournal } from '#functions/journal.ts';
import type { PlatformEvent } from '#model/events.ts';
import { eventKeys, kinds } from '#model/keys.ts';
import { readAll } from '#rib/store/documents.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { FailingStore } from './ingest/failing-store.ts';

const series = { key: kinds.commit.key('nj01'), name: 'nj01' };
const monday = Date.UTC(2026, 0, 5);
const day = 24 * 3600 * 1000;

const event = (id: string): PlatformEvent => ({
  id,
  type: 'peer.up',
  routerId: 'nj01',
  subject: 'nj01~10.0.0.1',
  time: monday,
  data: {},
});

const peer = kinds.peer.key('nj01', 'a');
const lost = kinds.peer.key('nj01', 'b');
const content = {
  writes: [
    { put: { key: peer, document: { id: 'a' } } },
    { put: { key: lost, document: { id: 'b' } }, ttl: (monday + 7 * day) / 1000 },
  ],
  head: null,
  events: [event('e1')],
};

let store: InMemoryStore;
beforeEach(() => {
  store = new InMemoryStore();
});

const commitAt = (version: number) => commitJournal(store, series, { version, committedAt: monday }, content);

describe('a commit', () => {
  it('carries out what it holds', async () => {
    await commitAt(1);
    expect(await store.get(peer)).toEqual({ id: 'a', version: 1 });
    expect(await store.get(eventKeys.key(1))).toMatchObject({ events: [event('e1')] });
  });

  it('is refused where another one came first', async () => {
    await commitAt(1);
    await expect(commitAt(1)).rejects.toThrow(CommitConflict);
    await expect(commitAt(3)).rejects.toThrow(CommitConflict);
  });

  it('is refused where it would not fit', async () => {
    const noise = Array.from({ length: 200_000 }, (_, index) => Math.imul(index, 0x9e3779b1)).join();
    const writes = [{ put: { key: peer, document: { noise } } }];
    const large = commitJournal(store, series, { version: 1, committedAt: monday }, { ...content, writes });
    await expect(large).rejects.toThrow(CommitTooLarge);
  });

  it('is carried out again by who loads, to the same end', async () => {
    await commitAt(1);
    await store.write([{ delete: peer }, { delete: eventKeys.key(1) }]);
    for (let time = 0; time < 2; time += 1) {
      expect(await recoverJournal(store, series, monday + 1)).toEqual({ version: 1, committedAt: monday });
    }
    expect(await store.get(peer)).toEqual({ id: 'a', version: 1 });
    expect(await store.get(eventKeys.key(1))).toMatchObject({ events: [event('e1')] });
    expect(await store.get(eventKeys.key(2))).toBeUndefined();
  });

  it('that is old brings nothing back that has expired', async () => {
    await commitAt(1);
    await store.write([{ delete: lost }, { delete: eventKeys.key(1) }]);
    await recoverJournal(store, series, monday + eventRetentionSeconds * 1000);
    expect(await readAll(store, 'peer')).toEqual([{ id: 'a' }]);
    expect(await store.get(eventKeys.key(1))).toBeUndefined();
  });

  it('that is old leaves nothing as it was before', async () => {
    const failing = new FailingStore(store, 3);
    await store.write([{ put: { key: lost, document: { id: 'b', state: 'up', version: 0 } } }]);
    await expect(commitJournal(failing, series, { version: 1, committedAt: monday }, content)).rejects.toThrow();
    await recoverJournal(store, series, monday + 8 * day);
    expect(await readAll(store, 'peer')).toEqual([{ id: 'a' }]);
  });

  it('that is old does not take the end of the feed back', async () => {
    await commitAt(1);
    await appendEvents(store, 'other', [event('e2')], 1);
    await recoverJournal(store, series, monday + day);
    expect(await eventTail(store)).toBe(2);
  });
});
