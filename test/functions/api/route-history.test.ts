import { describe, expect, it } from 'vitest';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { nlri, type RouterVoice } from '../../model/router-voice.ts';
import { peers, ToldRouter } from '../../rib/told-router.ts';
import { ToldApi } from './told-api.ts';

const [peer, other] = peers;
const path = '/v1/rib/ipv4-unicast/history?prefix=10.0.0.0/8';

interface Change {
  time: string;
  kind: string;
  reason: string | null;
  router: string;
  peer: { address: string };
  differences: string[];
}

const told = ({ kind, reason, peer: { address }, differences }: Change): string =>
  [kind, reason, address, ...differences].filter((part) => part !== null).join(' ');

const apiOf = (router: ToldRouter): ToldApi => new ToldApi(router.store, () => router.voice.now);

/** Each of the acts in a commit of its own. */
async function say(router: ToldRouter, ...acts: (() => unknown)[]): Promise<void> {
  for (const act of acts) {
    act();
    await router.ingest();
  }
}

describe('/v1/rib/{family}/history', () => {
  it('tells what became of a route, oldest first', async () => {
    const router = new ToldRouter();
    const { voice } = router;
    await say(
      router,
      () => voice.announce(peer, '10.0.0.0/8', ['65000:1', '65000:2']),
      () => voice.announce(peer, '10.0.0.0/8', ['65000:2', '65000:1']),
      () => voice.announce(peer, '10.0.0.0/8', ['65000:3'], 'adj-rib-in-pre', { med: 5 }),
      () => voice.announce(peer, '10.0.0.0/9', ['65000:3']),
      () => voice.withdraw(peer, '10.0.0.0/8'),
      () => voice.withdraw(peer, '10.0.0.0/8'),
      () => voice.announce(peer, '10.0.0.0/8', []).announce(other, '10.0.0.0/8', []),
      () => voice.peerDown(other),
      () => voice.endOfRib(peer),
      () => voice.peerUp(peer).announce(peer, '10.0.0.0/9', []).endOfRib(peer),
    );
    const api = apiOf(router);
    const { data, page, meta } = await api.json(path);
    expect(data.map(told)).toEqual([
      'announced 192.0.2.1',
      'confirmed 192.0.2.1',
      'changed 192.0.2.1 communities med',
      'withdrawn 192.0.2.1',
      'announced 192.0.2.1',
      'announced 2001:db8::2',
      'hidden feed-down 2001:db8::2',
      'hidden not-repeated 192.0.2.1',
    ]);
    expect(data[2]).toMatchObject({
      prefix: '10.0.0.0/8',
      family: 'ipv4-unicast',
      rd: null,
      router: 'pe1',
      view: 'adj-rib-in-pre',
      attributes: { med: 5, communities: ['65000:3'] },
    });
    expect(data[3].attributes.communities).toEqual(['65000:3']);
    expect(data[0].time).toMatch(/T\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(data.map(({ time }: Change) => time)).toEqual(data.map(({ time }: Change) => time).toSorted());
    expect([page.next, meta.appliedAt]).toEqual([null, new Date(voice.now).toISOString()]);
  });

  it('goes on within what one Peer Down hid, also where a page begins with a base that has it in another order', async () => {
    const router = new ToldRouter();
    const { voice } = router;
    for (const pathId of [9, 7, 8]) voice.announceNlri(peer, nlri('10.0.0.0/8', pathId), { med: pathId });
    await router.ingest();
    await router.compact();
    voice.quiet(5);
    await say(router, () => voice.peerDown(peer));
    const api = apiOf(router);
    const whole = await api.rows(`${path}&limit=100`);
    expect(whole.map(({ kind }) => kind)).toEqual([...Array(3).fill('announced'), ...Array(3).fill('hidden')]);
    for (const limit of [1, 2, 4, 5]) expect(await api.rows(`${path}&limit=${limit}`)).toEqual(whole);
  });

  it('goes on from page to page where the clock of the stream has gone back', async () => {
    const router = new ToldRouter();
    const { voice } = router;
    /** In one commit with what was said before. */
    const back = (): RouterVoice => {
      voice.quiet(1);
      voice.now -= 600_000;
      return voice;
    };
    await say(
      router,
      () => voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: 1 }),
      () => back().announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: 2 }),
      () => voice.announce(other, '10.0.0.0/8', []),
      () => back().announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: 3 }),
      () => voice.withdraw(peer, '10.0.0.0/8'),
    );
    const api = new ToldApi(router.store, () => voice.now + 2_000_000);
    const whole = await api.rows(`${path}&limit=100`);
    expect(whole.map(told)).toHaveLength(5);
    for (const limit of [1, 2, 3]) expect(await api.rows(`${path}&limit=${limit}`)).toEqual(whole);
  });

  it('tells the first change against how the route stood, also where that is in a base alone', async () => {
    const router = new ToldRouter();
    const { voice } = router;
    await say(router, () => voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { localPref: 100 }));
    await router.compact();
    voice.now += 1;
    const from = new Date(voice.now).toISOString();
    await say(router, () => voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { localPref: 200 }));
    const api = apiOf(router);
    expect((await api.rows(`${path}&from=${from}`)).map(told)).toEqual(['changed 192.0.2.1 localPref']);
    expect((await api.rows(`${path}&to=${from}`)).map(told)).toEqual(['announced 192.0.2.1']);
  });

  it('is that of the feed asked for', async () => {
    const router = new ToldRouter();
    const { voice } = router;
    await say(
      router,
      () => voice.announce(peer, '10.0.0.0/8', []),
      () => voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-post').announce(other, '10.0.0.0/8', []),
    );
    const api = apiOf(router);
    const count = async (query: string) => (await api.rows(path + query)).length;
    expect(await count('')).toBe(3);
    expect(await count('&view=adj-rib-in-post')).toBe(1);
    expect(await count('&peer=2001:DB8:0::2')).toBe(1);
    expect(await count('&peer=192.0.2.1')).toBe(2);
    expect(await count('&router=pe2')).toBe(0);
    expect(await count('&rd=65000:1')).toBe(0);
  });

  it('of several routers is one, in pages of any length, though one clock goes back', async () => {
    const store = new InMemoryStore();
    const routers = [new ToldRouter('pe1', store), new ToldRouter('pe2', store)];
    for (let turn = 0; turn < 6; turn += 1) {
      for (const [index, router] of routers.entries()) {
        router.voice.now += index === 0 || turn !== 3 ? 10 : -15;
        router.voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: turn });
        if (turn % 2 === 0) router.voice.announce(other, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: turn });
        if (turn === 2) router.voice.peerDown(other);
        await router.ingest();
      }
      if (turn === 1) await routers[0]?.compact();
    }
    const api = new ToldApi(store, () => Math.max(...routers.map(({ voice }) => voice.now)));
    const whole = await api.rows(`${path}&limit=1000`);
    expect(whole).toHaveLength(20);
    for (const limit of [1, 2, 3, 7]) expect(await api.rows(`${path}&limit=${limit}`)).toEqual(whole);
    for (const router of ['pe1', 'pe2']) {
      const meds = whole.filter((row) => row.router === router && row.peer.address === peer.address);
      expect(meds.map(({ attributes }) => attributes.med)).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('of a family without prefixes is found by the text of the NLRI', async () => {
    const router = new ToldRouter();
    const evpn = { afi: 25, safi: 70 };
    const multicast = (vpn: number) => {
      const nlri = octets('03 11', `0000fde8 0000000${vpn}`, '00000000', '20', 'c0000201');
      return { pathId: null, prefixLength: 0, address: new Uint8Array(), routeDistinguisher: null, labels: null, nlri };
    };
    await say(
      router,
      () => router.voice.announceNlri(peer, multicast(1), {}, 'adj-rib-in-pre', evpn),
      () => router.voice.announceNlri(peer, multicast(2), {}, 'adj-rib-in-pre', evpn),
      () => router.voice.withdrawNlri(peer, multicast(1), 'adj-rib-in-pre', evpn),
    );
    const nlri = encodeURIComponent('[3]:[0]:[32]:[192.0.2.1]');
    const kinds = async (query: string) =>
      (await apiOf(router).rows(`/v1/rib/evpn/history?nlri=${query}`)).map(({ kind, rd }) => `${kind} ${rd}`);
    expect(await kinds(nlri)).toEqual(['announced 65000:1', 'announced 65000:2', 'withdrawn 65000:1']);
    expect(await kinds(`${nlri}&rd=65000:1`)).toEqual(['announced 65000:1', 'withdrawn 65000:1']);
    expect(await kinds('0302beef')).toEqual([]);
  });
});
