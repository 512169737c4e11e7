import { expect, it } from 'vitest';
import { kinds } from '#model/keys.ts';
import type { Stored, Write } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { renamed, swept, write } from './ruled-station.ts';
import { ingestOver, kinesisEvent, putsOf } from './stream.ts';
import { announcementsOf, elementStates, eventsOf } from './table.ts';

const itemLimit = 400_000;

/** Refuses what DynamoDB would refuse for its size. */
class LimitedStore extends InMemoryStore {
  override async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) if ('put' in write) refuseLarge(write.put);
    await super.write(writes);
  }

  override async putIfVersion(stored: Stored, version: number | null): Promise<boolean> {
    refuseLarge(stored);
    return super.putIfVersion(stored, version);
  }
}

function refuseLarge({ key, document }: Stored): void {
  const sizes = Object.values(document).map((value) =>
    value instanceof Uint8Array ? value.length : (JSON.stringify(value)?.length ?? 0),
  );
  const octets = sizes.reduce((sum, size) => sum + size, 0);
  if (octets > itemLimit) throw new Error(`item ${key.pk} ${key.sk} has ${octets} octets`);
}

const elements = [...Array(10).keys()].map((n) => session(`192.168.${n}.2`, 65100, `11.11.11.${n}`));
const prefixOf = (n: number): string => `10.${n >> 8}.${n & 255}.0/24`;

it('a peer that tags a whole table: its first 256 routes are announcements, it is said, and the others are routes all the same', async () => {
  const [peer, other] = elements;
  if (!peer || !other) throw new Error('no peers');
  const voice = new RouterVoice().open().peerUp(peer).peerUp(other);
  for (let n = 0; n < 3000; n += 1) voice.announce(peer, prefixOf(n), ['13979:100']);
  voice.announce(other, '99.9.9.1/32', ['13979:100']);
  const store = new LimitedStore();
  const { handler, counts } = ingestOver(store);
  expect((await handler(kinesisEvent(putsOf(voice.records())))).batchItemFailures).toEqual([]);
  const announcements = await announcementsOf(store);
  expect(announcements.filter(({ peerId }) => peerId.endsWith('~192.168.0.2'))).toHaveLength(256);
  expect(announcements).toHaveLength(257);
  expect(counts).toEqual({ records: 1, routes: 3001 });
  const finding = await store.get(kinds.finding.key('nj01emd', 'suspect-feed~nj01emd'));
  expect(finding?.detail).toBe('more routes of 192.168.0.2 match a role than a service element has');
});

/** 400 routes of ten elements, each with a path of its own that no compression makes small. */
function longPaths(tag: string): RouterVoice {
  const voice = new RouterVoice().open();
  for (const peer of elements) voice.peerUp(peer);
  let random = 1;
  const asn = () => {
    random = (random * 48271) % 2147483647;
    return random;
  };
  for (let n = 0; n < 400; n += 1) {
    const path = { type: 'sequence' as const, asns: Array.from({ length: 250 }, asn) };
    const peer = elements[n % elements.length];
    if (peer) voice.announce(peer, prefixOf(n), [tag], 'adj-rib-in-pre', { asPath: [path] });
  }
  return voice;
}

it('a commit that would not fit an item is cut until it does: nothing is passed over', async () => {
  const voice = longPaths('13979:100');
  const store = new LimitedStore();
  const { handler, counts } = ingestOver(store);
  expect((await handler(kinesisEvent(putsOf(voice.records())))).batchItemFailures).toEqual([]);
  expect(await announcementsOf(store)).toHaveLength(400);
  expect(Object.keys(await elementStates(store))).toHaveLength(10);
  expect((await eventsOf(store)).filter(({ type }) => type === 'announcement.added')).toHaveLength(400);
  expect(counts.poisonRecords).toBeUndefined();
});

it('a change of the rules that would not fit an item is made in parts: each route once, and the version last', async () => {
  const voice = longPaths('65000:1');
  const store = new LimitedStore();
  const { handler, counts } = ingestOver(store);
  await handler(kinesisEvent(putsOf(voice.records())));
  expect(await announcementsOf(store)).toEqual([]);
  await write(store, 1, renamed);
  const before = await versionOf(store);
  expect((await handler(kinesisEvent(await swept(store, () => voice.now), 9))).batchItemFailures).toEqual([]);
  expect((await versionOf(store)) - before).toBeGreaterThan(1);
  expect((await announcementsOf(store)).map(({ role }) => role)).toEqual(Array(400).fill('inside'));
  const events = await eventsOf(store);
  expect(events.filter(({ type }) => type === 'announcement.added')).toHaveLength(400);
  expect(events.filter(({ type }) => type === 'rules.applied')).toHaveLength(1);
  expect(events.at(-1)?.type).toBe('rules.applied');
  expect(counts.poisonRecords).toBeUndefined();
});

const versionOf = async (store: LimitedStore): Promise<number> =>
  Number((await store.get(kinds.commit.key('nj01emd')))?.version);
