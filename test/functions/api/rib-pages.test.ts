import { describe, expect, it } from 'vitest';
import { peers, ToldRouter, views } from '../../rib/told-router.ts';
import { ToldApi } from './told-api.ts';

const [peer, other] = peers;

/** A router with so many prefixes, at both peers and in both views. */
async function routerWith(prefixes: number): Promise<ToldRouter> {
  const router = new ToldRouter();
  for (let index = 0; index < prefixes; index += 1) {
    for (const each of peers) for (const view of views) router.voice.announce(each, `10.${index}.0.0/16`, [], view);
  }
  await router.ingest();
  return router;
}

describe('a cursor', () => {
  it.each([
    ['routes', '/v1/rib/ipv4-unicast/routes?router=pe1&limit=3'],
    ['what a prefix covers', '/v1/rib/ipv4-unicast/lookup?prefix=10.0.0.0/8&match=covered&limit=1'],
    ['what covers an address', '/v1/rib/ipv4-unicast/lookup?ip=10.3.0.1&match=covering&limit=1'],
    [
      'differences',
      '/v1/rib/ipv4-unicast/diff?left=pe1:192.0.2.1:adj-rib-in-pre&right=pe1:2001:db8::2:loc-rib&limit=1',
    ],
    ['changes', '/v1/rib/ipv4-unicast/history?prefix=10.3.0.0/16&limit=1'],
  ])('to %s goes on where it was when the log has been merged into the base meanwhile', async (_, path) => {
    const router = await routerWith(9);
    router.voice.announce(peer, '10.0.0.0/8', []).announce(other, '0.0.0.0/0', [], 'loc-rib');
    await router.ingest();
    const api = new ToldApi(router.store, () => router.voice.now);
    const pages = async (between: () => Promise<void>) => {
      const seen: object[] = [];
      for await (const { data } of api.pages(path, between)) seen.push(data);
      return seen;
    };
    const before = await pages(async () => {});
    expect(before.length).toBeGreaterThan(1);
    const again = await pages(async () => {
      await router.compact();
      router.voice.announce(other, '192.0.2.0/24', []).withdraw(other, '192.0.2.0/24');
      await router.ingest();
    });
    expect(again).toEqual(before);
  });
});

describe('a filter that few routes pass', () => {
  const slowApi = async () => {
    const router = await routerWith(20);
    router.voice.announce(peer, '10.19.1.0/24', ['65000:1']);
    await router.ingest();
    await router.compact();
    let time = router.voice.now;
    // Whatever is asked, the time that a page may take has passed at once.
    return new ToldApi(router.store, () => (time += 11_000));
  };

  it('has pages without rows, which say how much was looked at and where to go on', async () => {
    const api = await slowApi();
    const pages = [];
    for await (const page of api.pages('/v1/rib/ipv4-unicast/routes?community=65000:*')) pages.push(page);
    expect(pages.length).toBeGreaterThan(20);
    expect(pages[0]).toMatchObject({ data: [], page: { next: expect.any(String) }, meta: { scanned: 3 } });
    expect(pages.flatMap(({ data }) => data).map(({ prefix }) => prefix)).toEqual(['10.19.1.0/24']);
    expect(pages.reduce((sum, { meta }) => sum + meta.scanned, 0)).toBe(20 * 4 + 1);
  });

  it('looks at everything once in differences too', async () => {
    const api = await slowApi();
    const query = 'left=pe1:192.0.2.1:adj-rib-in-pre&right=pe1:192.0.2.1:adj-rib-in-post';
    const onlyLeft: { prefix: string }[] = [];
    for await (const { data } of api.pages(`/v1/rib/ipv4-unicast/diff?${query}`)) onlyLeft.push(...data.onlyLeft);
    expect(onlyLeft.map(({ prefix }) => prefix)).toEqual(['10.19.1.0/24']);
  });
});

describe('what an answer out of the RIB says of itself', () => {
  it('is how far the router that is furthest behind has come', async () => {
    const router = await routerWith(1);
    const late = new ToldRouter('pe2', router.store);
    late.voice.now -= 60_000;
    late.voice.announce(peer, '10.0.0.0/8', []);
    await late.ingest();
    const api = new ToldApi(router.store, () => router.voice.now);
    const appliedAt = async (query: string) =>
      (await api.json(`/v1/rib/ipv4-unicast/lookup?ip=10.0.0.1${query}`)).meta.appliedAt;
    const told = (time: number) => new Date(time).toISOString();
    expect(await appliedAt('')).toBe(told(late.voice.now));
    expect(await appliedAt('&router=pe1')).toBe(told(router.voice.now));
    expect(await appliedAt('&router=pe3')).toBeUndefined();
  });
});
