import { beforeEach, describe, expect, it } from 'vitest';
import type { AttributeSet } from '#model/record.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { community } from '../../model/router-voice.ts';
import { peers, ToldRouter } from '../../rib/told-router.ts';
import { ToldApi } from './told-api.ts';

const [peer, other] = peers;
const pre = 'pe1:192.0.2.1:adj-rib-in-pre';
const post = 'pe1:192.0.2.1:adj-rib-in-post';
const base = '/v1/rib/ipv4-unicast/diff?';

let router: ToldRouter;
let api: ToldApi;
beforeEach(async () => {
  const store = new InMemoryStore();
  router = new ToldRouter('pe1', store);
  api = new ToldApi(store, () => router.voice.now);
  const { voice } = router;
  const both = (prefix: string, before: Partial<AttributeSet>, after: Partial<AttributeSet>) => {
    voice.announce(peer, prefix, [], 'adj-rib-in-pre', before);
    voice.announce(peer, prefix, [], 'adj-rib-in-post', after);
  };
  const [a, b] = [community('65000:1'), community('65000:2')];
  both('10.0.0.0/8', { communities: [a, b] }, { communities: [b, a] });
  both('10.1.0.0/16', { localPref: 100, med: 5 }, { localPref: 200, communities: [a], med: 5 });
  both('10.2.0.0/16', { med: 1 }, { med: 1 });
  voice.announce(peer, '9.0.0.0/8', []).announce(peer, '10.1.1.0/24', [], 'adj-rib-in-post');
  voice.announce(other, '10.9.0.0/16', []);
  await router.ingest();
  const second = new ToldRouter('pe2:a', store);
  second.voice.announce(other, '10.9.0.0/16', []).announce(other, '10.2.0.0/16', []);
  await second.ingest();
});

const problemOf = async (path: string): Promise<{ status: number; detail: string }> =>
  (await (await api.get(path)).json()) as { status: number; detail: string };

const prefixes = (rows: { prefix: string }[]): string[] => rows.map(({ prefix }) => prefix);

describe('/v1/rib/{family}/diff', () => {
  it('of two views of a peer has what policy refused, added and changed', async () => {
    const { data, page, meta } = await api.json(`${base}left=${pre}&right=${post}`);
    expect([prefixes(data.onlyLeft), prefixes(data.onlyRight)]).toEqual([['9.0.0.0/8'], ['10.1.1.0/24']]);
    expect(data.changed).toHaveLength(1);
    expect(data.changed[0]).toMatchObject({
      left: { prefix: '10.1.0.0/16', view: 'adj-rib-in-pre', attributes: { localPref: 100, communities: [] } },
      right: { prefix: '10.1.0.0/16', view: 'adj-rib-in-post', attributes: { localPref: 200 } },
      differences: ['localPref', 'communities'],
    });
    expect(page).toEqual({ next: null, limit: 100 });
    expect(meta).toMatchObject({ appliedAt: new Date(router.voice.now).toISOString(), scanned: 18 });
  });

  it('of a feed with itself is empty', async () => {
    const { data } = await api.json(`${base}left=${pre}&right=${pre}`);
    expect(data).toEqual({ onlyLeft: [], onlyRight: [], changed: [] });
  });

  it.each([
    ['by the address of the peer', 'pe1:2001:db8::2:adj-rib-in-pre', 'pe2:a:2001:db8::2:adj-rib-in-pre'],
    ['in another spelling', 'pe1:2001:DB8:0:0::2:adj-rib-in-pre', 'pe2:a:2001:db8:0::2:adj-rib-in-pre'],
    ['by its id', 'pe1:pe1~2001:db8::2:adj-rib-in-pre', 'pe2:a:pe2:a~2001:db8::2:adj-rib-in-pre'],
  ])('of two routers finds the feed %s, whatever colons are in it', async (_, left, right) => {
    const { data } = await api.json(`${base}left=${left}&right=${right}`);
    expect([data.onlyLeft, data.onlyRight, data.changed].map(prefixes)).toEqual([[], ['10.2.0.0/16'], []]);
  });

  it('says which feeds there are instead of the one that was named', async () => {
    const told = async (left: string) => (await problemOf(`${base}left=${left}&right=${pre}`)).detail;
    expect(await told('pe1:192.0.2.1:loc-rib')).toContain('the peer has adj-rib-in-pre, adj-rib-in-post');
    expect(await told('pe1:192.0.2.9:loc-rib')).toContain('no router with that family has such a peer');
  });

  it('has the same in pages of any length, in the order of prefixes', async () => {
    const whole = await api.get(`${base}left=${pre}&right=${post}`, 'application/x-ndjson');
    const rows = (await whole.text()).trimEnd().split('\n');
    const kinds = rows
      .map((row) => JSON.parse(row))
      .map(({ kind, left, right }) => `${kind} ${(left ?? right).prefix}`);
    expect(kinds).toEqual(['only-left 9.0.0.0/8', 'changed 10.1.0.0/16', 'only-right 10.1.1.0/24']);
    for (const limit of [1, 2]) {
      const seen: string[] = [];
      for await (const { data } of api.pages(`${base}left=${pre}&right=${post}&limit=${limit}`)) {
        const count = data.onlyLeft.length + data.onlyRight.length + data.changed.length;
        expect(count).toBeLessThanOrEqual(limit);
        seen.push(...prefixes([...data.onlyLeft, ...data.changed.map(({ left }: { left: object }) => left)]));
        seen.push(...prefixes(data.onlyRight));
      }
      expect(seen).toEqual(['9.0.0.0/8', '10.1.0.0/16', '10.1.1.0/24']);
    }
  });

  it('names a peer that more than one has the address of', async () => {
    const inVpn = { ...peer, type: 'rd' as const, distinguisher: '65000:1' };
    router.voice.peerUp(inVpn).announce(inVpn, '10.0.0.0/8', []);
    await router.ingest();
    const { status, detail } = await problemOf(`${base}left=${pre}&right=${post}`);
    expect(status).toBe(422);
    expect(detail).toMatch(/pe1~192\.0\.2\.1, .*65000:1/);
  });
});
