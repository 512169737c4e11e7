import { beforeEach, describe, expect, it } from 'vitest';
import type { ElementState } from '#model/state.ts';
import { compact } from '#rib/base/compaction.ts';
import { readHead } from '#rib/rows/head.ts';
import { readAll } from '#rib/store/documents.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { FailingStore } from './failing-store.ts';
import { announceElement, openElement, renamed, swept, trust, untrust, views, write } from './ruled-station.ts';
import { type CountingIngest, ingestOver, kinesisEvent, putsOf } from './stream.ts';
import { announcementsOf, elementStates, eventsOf, visibleState } from './table.ts';

const id = 'nj01emd~11.11.11.11';

describe('a change of the rules', () => {
  let store: InMemoryStore;
  let voice: RouterVoice;
  let ingest: CountingIngest;
  const now = () => voice.now;

  const deliver = async (puts = putsOf(voice.records())) => {
    expect((await ingest.handler(kinesisEvent(puts))).batchItemFailures).toEqual([]);
  };
  const apply = async (version: number, rules: Parameters<typeof write>[2]) => {
    voice.now += 60_000;
    await write(store, version, rules);
    await deliver(await swept(store, now));
  };
  const element = async (): Promise<ElementState | undefined> =>
    (await readAll(store, 'element')).find((each) => each.id === id);
  const applied = async () =>
    (await eventsOf(store)).filter(({ type }) => type === 'rules.applied').map(({ data }) => data.version);
  const rolesByPrefix = async () =>
    Object.fromEntries((await announcementsOf(store)).map(({ prefix, role }) => [prefix, role]));

  beforeEach(async () => {
    store = new InMemoryStore();
    voice = openElement(new RouterVoice()).quiet(2).quiet(5);
    ingest = ingestOver(store, now);
    await deliver();
    expect(await elementStates(store)).toEqual({ [id]: 'complete' });
  });

  it('derives everything anew out of the RIB, without a word of any router', async () => {
    await apply(1, renamed);
    expect(await rolesByPrefix()).toEqual({
      '11.11.11.1/32': 'inside',
      '11.11.11.2/32': 'outside',
      '11.11.12.1/32': 'inside',
    });
    expect(await element()).toMatchObject({ state: 'complete', required: ['inside', 'outside'], missing: [] });
    expect((await announcementsOf(store)).map(({ views: said }) => Object.keys(said).sort())).toEqual(
      Array(3).fill([...views].sort()),
    );
    const [router] = await readAll(store, 'router');
    expect(router?.rulesVersion).toBe(1);
    expect(await applied()).toEqual([1]);
    expect(await swept(store, now)).toEqual([]);
  });

  it('takes back what is none by these rules, and says why', async () => {
    await apply(1, {
      ...renamed,
      overrides: [{ ignorePrefix: '11.11.11.1/32' }],
      roles: renamed.roles?.slice(1) ?? [],
      profiles: [{ name: 'one', roles: ['outside'] }],
      tags: [],
    });
    expect(await rolesByPrefix()).toEqual({ '11.11.11.2/32': 'outside' });
    const withdrawn = (await eventsOf(store)).filter(({ type }) => type === 'announcement.withdrawn');
    expect(withdrawn.map(({ data }) => [data.prefix, data.reason])).toEqual([
      ['11.11.11.1/32', 'no role by version 1 of the rules'],
    ]);
    expect(await element()).toMatchObject({ state: 'complete', required: ['outside'] });
  });

  it('leaves an element that it does not concern as it is: the same, without an event', async () => {
    const before = await element();
    const count = (await eventsOf(store)).length;
    await apply(1, {
      locations: [{ code: 'nj' }],
      pairing: [{ strategy: 'peer-subnet', ipv4Length: 32 }, { strategy: 'bgp-id' }],
    });
    expect(await element()).toEqual(before);
    expect((await eventsOf(store)).slice(count).map(({ type }) => type)).toEqual(['rules.applied']);
  });

  it('names routers anew, and what is theirs', async () => {
    await apply(1, { naming: ['^(?<location>nj01)(?<device>\\w+)$'], locations: [{ code: 'md' }] });
    expect(await element()).toMatchObject({ location: 'nj01', deviceId: 'emd' });
    expect((await announcementsOf(store)).every(({ location }) => location === 'nj01')).toBe(true);
    expect((await readAll(store, 'finding')).map(({ detail }) => detail)).toEqual([
      'the catalogue of locations has no nj01',
    ]);
    await apply(2, {});
    expect(await readAll(store, 'finding')).toEqual([]);
  });

  it('clears conflicts of a pairing that is no more', async () => {
    const impostor = session('192.168.3.2', 65102, '11.11.11.11');
    voice.peerUp(impostor).announce(impostor, '11.9.9.9/32', ['13979:100']).endOfRib(impostor).quiet(2);
    await deliver();
    expect(await elementStates(store)).toEqual({ [id]: 'conflict' });
    await apply(1, { pairing: [{ strategy: 'peer-subnet' }] });
    const kindsFound = (await readAll(store, 'finding')).map(({ kind }) => kind);
    expect(kindsFound).not.toContain('pairing-conflict');
    expect(await elementStates(store)).toMatchObject({
      [id]: 'lost',
      'nj01emd~peer-subnet~192.168.1.0/29': 'complete',
      'nj01emd~peer-subnet~192.168.3.0/29': 'half-open',
    });
    const lost = await element();
    expect(lost?.reason).toContain('untrust: now of nj01emd~peer-subnet~192.168.1.0/29');
  });

  it('drains an element, says the reason of now, and has it back', async () => {
    const drain = (reason: string) => ({ overrides: [{ element: id, drain: true as const, reason }] });
    await apply(1, drain('being moved'));
    expect(await element()).toMatchObject({ state: 'draining', reason: 'drained by the operator: being moved' });
    await apply(2, drain('still being moved'));
    expect(await element()).toMatchObject({ state: 'draining', reason: 'drained by the operator: still being moved' });
    voice.announce(trust, '11.11.11.1/32', ['13979:100', '65535:0']);
    await deliver();
    await apply(3, {});
    expect(await element()).toMatchObject({ state: 'draining', reason: 'trust: GRACEFUL_SHUTDOWN' });
    voice.announce(trust, '11.11.11.1/32', ['13979:100']);
    await deliver();
    expect(await element()).toMatchObject({ state: 'complete', reason: null });
  });

  it('makes as many announcements of a peer as are kept, whatever others there were before', async () => {
    for (let n = 0; n < 300; n += 1) voice.announce(trust, `12.0.${n >> 8}.${n & 255}/32`, ['13979:100']);
    for (let n = 0; n < 300; n += 1) voice.announce(trust, `13.0.${n >> 8}.${n & 255}/32`, ['65000:7']);
    await deliver();
    const beginnings = async () => {
      const prefixes = (await announcementsOf(store)).filter(({ peerId }) => peerId === 'nj01emd~192.168.1.2');
      return Object.fromEntries(
        [...Map.groupBy(prefixes, ({ prefix }) => prefix.split('.')[0])].map(([net, all]) => [net, all.length]),
      );
    };
    expect(await beginnings()).toEqual({ 11: 1, 12: 255 });
    await apply(1, {
      tags: [],
      roles: [{ name: 'r', role: 'trust', communities: ['65000:7'] }],
      profiles: [{ name: 'p', roles: ['trust'] }],
    });
    expect(await beginnings()).toEqual({ 13: 256 });
  });

  it('finds routes that are in the base, and goes on with them', async () => {
    const head = await readHead(store, 'nj01emd');
    if (head === undefined) throw new Error('no head');
    const bounds = { mostLogOctets: 1_000_000, rowsPerBlock: 2 };
    const rib = {
      store,
      head,
      family: 'ipv4-unicast',
      before: null,
      batch: 'first',
      now,
      retention: 3_600_000,
      bounds,
    };
    expect((await compact(rib)).blocksWritten).toBeGreaterThan(1);
    await apply(1, renamed);
    expect(await element()).toMatchObject({ state: 'complete', required: ['inside', 'outside'] });
    announceElement(voice.lose().open().peerUp(trust).peerUp(untrust)).quiet(2).quiet(30);
    const count = (await eventsOf(store)).length;
    await deliver();
    expect((await eventsOf(store)).slice(count)).toEqual([]);
    voice.lose().open().peerUp(trust).peerUp(untrust);
    for (const view of views)
      voice
        .announce(untrust, '11.11.11.2/32', ['13979:200'], view)
        .announce(trust, '10.0.0.0/8', [], view)
        .endOfRib(trust, view)
        .endOfRib(untrust, view);
    await deliver(putsOf(voice.quiet(5).records()));
    expect(await rolesByPrefix()).toEqual({ '11.11.11.2/32': 'outside' });
    expect(await element()).toMatchObject({ state: 'half-open', reason: 'inside: not announced again' });
  });

  describe('that is told', () => {
    it('twice is applied once; one of an older version not at all', async () => {
      await write(store, 1, renamed);
      const first = await swept(store, now);
      await deliver(first);
      await write(store, 2, {});
      const second = await swept(store, now);
      await deliver([...second, ...second]);
      const state = await visibleState(store);
      expect(await applied()).toEqual([1, 2]);
      await deliver([...first, ...second]);
      ingest = ingestOver(store, now);
      await deliver([...first, ...second, ...first]);
      expect(await visibleState(store)).toEqual(state);
    });

    it('before an older one has arrived makes that one nothing', async () => {
      await write(store, 1, renamed);
      const first = await swept(store, now);
      await write(store, 2, {});
      await deliver(await swept(store, now));
      await deliver(first);
      expect(await applied()).toEqual([2]);
      expect((await readAll(store, 'router'))[0]?.rulesVersion).toBe(2);
    });

    it('of a version that is nowhere changes nothing', async () => {
      await write(store, 1, renamed);
      const told = await swept(store, now);
      await store.write([{ delete: { pk: 'RULES', sk: '000000000001' } }]);
      const before = await visibleState(store);
      ingest = ingestOver(store, now);
      await deliver(told);
      expect(await visibleState(store)).toEqual(before);
    });

    it('in one batch with words of the router comes to the same as in several', async () => {
      await write(store, 1, renamed);
      const words = putsOf(
        voice.announce(trust, '11.11.13.1/32', ['65000:1']).cut().withdraw(trust, '11.11.12.1/32').records(),
      );
      const more = putsOf(voice.announce(trust, '11.11.14.1/32', ['13979:100']).quiet(5).records());
      await deliver([...words, ...(await swept(store, now)), ...more]);
      expect(await rolesByPrefix()).toMatchObject({ '11.11.13.1/32': 'inside', '11.11.14.1/32': 'inside' });
      expect(await applied()).toEqual([1]);
    });
  });

  it('comes to the same when ingest is killed at any operation on the table in the middle of it', async () => {
    const story = async (handlerOf: (inner: InMemoryStore) => () => CountingIngest['handler']): Promise<unknown> => {
      const inner = new InMemoryStore();
      const teller = openElement(new RouterVoice()).quiet(2).quiet(5);
      await ingestOver(inner, now).handler(kinesisEvent(putsOf(teller.records())));
      await write(inner, 1, renamed);
      const puts = [
        ...(await swept(inner, now)),
        ...putsOf(teller.withdraw(untrust, '11.11.11.2/32').quiet(2).records()),
      ];
      const handler = handlerOf(inner);
      for (let failed = true; failed; ) failed = (await handler()(kinesisEvent(puts))).batchItemFailures.length > 0;
      return visibleState(inner);
    };
    const expected = await story((inner) => () => ingestOver(inner, now).handler);
    for (let operations = 1, alive = false; !alive; operations += 1) {
      const state = await story((inner) => {
        const failing = new FailingStore(inner, operations);
        const doomed = ingestOver(failing, now).handler;
        const survivor = ingestOver(inner, now).handler;
        return () => {
          alive = failing.alive;
          return alive ? doomed : survivor;
        };
      });
      expect(state, `killed at operation ${operations}`).toEqual(expected);
    }
  });
});
