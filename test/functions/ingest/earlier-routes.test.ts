import { beforeEach, describe, expect, it } from 'vitest';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { type CountingIngest, ingestOver, kinesisEvent, putsOf } from './stream.ts';
import { announcementsOf, elementStates, eventsOf } from './table.ts';

const trust = session('192.168.1.2', 65100, '11.11.11.11');
const untrust = session('192.168.1.6', 65101, '11.11.11.11');
const post = 'adj-rib-in-post';

/** The router strips communities before it takes a route: only the pre-policy view has them. */
describe('a route that has its tag in one view only', () => {
  let store: InMemoryStore;
  let voice: RouterVoice;
  let ingest: CountingIngest;

  const deliver = async (oneByOne: boolean): Promise<void> => {
    const puts = putsOf(voice.records());
    for (const batch of oneByOne ? puts.map((put) => [put]) : [puts]) await ingest.handler(kinesisEvent(batch));
  };
  const viewsOf = async (prefix: string) => {
    const found = (await announcementsOf(store)).find((announcement) => announcement.prefix === prefix);
    return Object.entries(found?.views ?? {}).map(([view, { communities }]) => [view, communities.join(' ')]);
  };

  beforeEach(() => {
    store = new InMemoryStore();
    voice = new RouterVoice().open().peerUp(trust).peerUp(untrust);
    ingest = ingestOver(store, () => voice.now);
  });

  const both = [
    ['adj-rib-in-post', ''],
    ['adj-rib-in-pre', '13979:100'],
  ];

  it.each([true, false])('is accepted though that view is dumped last; a record at a time: %s', async (oneByOne) => {
    voice.announce(trust, '11.11.11.1/32', [], post).announce(untrust, '11.11.11.2/32', [], post).cut();
    voice.announce(trust, '11.11.11.1/32', ['13979:100']).announce(untrust, '11.11.11.2/32', ['13979:200']).cut();
    for (const view of ['adj-rib-in-pre', post] as const) voice.endOfRib(trust, view).endOfRib(untrust, view);
    voice.quiet(2).quiet(5);
    await deliver(oneByOne);
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'complete' });
    expect(await viewsOf('11.11.11.1/32')).toEqual(both);
    expect((await eventsOf(store)).some(({ data }) => data.to === 'rejected')).toBe(false);
  });

  it('is accepted though it gets the tag later, and its post-policy view says nothing anew', async () => {
    for (const view of ['adj-rib-in-pre', post] as const) voice.announce(trust, '11.11.11.1/32', [], view);
    voice.announce(untrust, '11.11.11.2/32', ['13979:200']).announce(untrust, '11.11.11.2/32', [], post);
    for (const view of ['adj-rib-in-pre', post] as const) voice.endOfRib(trust, view).endOfRib(untrust, view);
    voice.quiet(2).announce(trust, '11.11.11.1/32', ['13979:100']).quiet(5);
    await deliver(true);
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'complete' });
    expect(await viewsOf('11.11.11.1/32')).toEqual(both);
  });

  it.each([true, false])('has no view of what was withdrawn before; a record at a time: %s', async (oneByOne) => {
    voice.announce(trust, '11.11.11.1/32', [], post).endOfRib(trust, post).cut();
    voice.withdraw(trust, '11.11.11.1/32', post).cut().announce(trust, '11.11.11.1/32', ['13979:100']).cut();
    await deliver(oneByOne);
    expect(await viewsOf('11.11.11.1/32')).toEqual([['adj-rib-in-pre', '13979:100']]);
  });

  it.each([true, false])(
    'has no view of what its peer said before it went down; a record at a time: %s',
    async (one) => {
      voice.announce(trust, '11.11.11.1/32', [], post).endOfRib(trust, post).cut().peerDown(trust).peerUp(trust).cut();
      voice.announce(trust, '10.0.0.0/8', [], post).announce(trust, '11.11.11.1/32', ['13979:100']).cut();
      await deliver(one);
      expect(await viewsOf('11.11.11.1/32')).toEqual([['adj-rib-in-pre', '13979:100']]);
    },
  );

  it.each([1, 40])('is found among others where %i begin at once', async (count) => {
    const prefixes = [...Array(count).keys()].map((n) => `11.11.${n}.1/32`);
    for (const prefix of prefixes) voice.announce(trust, prefix, [], post).announce(untrust, prefix, [], post);
    voice.cut();
    for (const prefix of prefixes) voice.announce(trust, prefix, ['13979:100']);
    await deliver(true);
    for (const prefix of prefixes) expect(await viewsOf(prefix)).toEqual(both);
  });

  it('costs nothing where a peer has one view only', async () => {
    const metered = new MeteredStore(store);
    ingest = ingestOver(metered, () => voice.now);
    voice.announce(trust, '11.11.11.1/32', ['13979:100']).cut().announce(untrust, '11.11.11.2/32', ['13979:200']);
    await deliver(true);
    const kinds = metered
      .usage()
      .filter(({ readUnits }) => readUnits > 0)
      .map(({ kind }) => kind);
    expect(kinds).not.toContain('HEAD');
    expect(kinds).not.toContain('LOG');
  });
});
