import { beforeEach, describe, expect, it, vi } from 'vitest';
import { serveHttp } from '#local/http.ts';
import { kinds, logKeys } from '#model/keys.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { peers, ToldRouter } from '../../rib/told-router.ts';
import { ToldApi } from './told-api.ts';

const [peer] = peers;
const ndjson = 'application/x-ndjson';
const routes = '/v1/rib/ipv4-unicast/routes';
const count = 2500;

/** Fails once it has given some blocks. */
class FailingStore extends InMemoryStore {
  blocksLeft = Number.POSITIVE_INFINITY;

  override async getImmutable(key: Parameters<InMemoryStore['getImmutable']>[0]) {
    this.blocksLeft -= 1;
    if (this.blocksLeft < 0) throw new Error('secret of the table');
    return super.getImmutable(key);
  }
}

let store: FailingStore;
let router: ToldRouter;
let api: ToldApi;
beforeEach(async () => {
  store = new FailingStore();
  router = new ToldRouter('pe1', store);
  api = new ToldApi(store, () => router.voice.now, { streams: 'whole' });
  for (let index = 0; index < count; index += 1) {
    router.voice.announce(peer, `10.${index >> 8}.${index & 255}.0/24`, []);
  }
  await router.ingest();
  await router.compact();
});

/** The API as the embedded stack serves it. */
async function served(fetch: Parameters<typeof serveHttp>[0]): Promise<AsyncDisposable & { url: string }> {
  const { url, close } = await serveHttp(fetch, { host: '127.0.0.1', port: 0 });
  return { url, [Symbol.asyncDispose]: close };
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

describe('a whole table as NDJSON, where the platform streams', () => {
  it('has all rows, and no entity tag', async () => {
    const response = await api.get(routes, ndjson);
    const rows = linesOf(await response.text()).map((line) => JSON.parse(line));
    expect(rows).toHaveLength(count);
    expect(rows).toEqual(await new ToldApi(store, () => router.voice.now).rows(`${routes}?router=pe1&limit=1000`));
    expect([response.headers.get('etag'), response.headers.get('link')]).toEqual([null, null]);
  });

  it('is read no further than it is taken, and not at all any more once nobody takes it', async () => {
    const response = await api.get(routes, ndjson);
    store.blocksLeft = 3;
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    expect(store.blocksLeft).toBeGreaterThan(0);
    await reader?.cancel();
    expect(api.logged).toEqual([]);
  });

  it('breaks off where it fails midway, and says why to the log alone', async () => {
    const response = await api.get(routes, ndjson);
    store.blocksLeft = 5;
    expect(response.status).toBe(200);
    const failure = await response.text().catch((error: Error) => error);
    expect(String(failure)).toContain('broke off');
    expect(String(failure)).not.toContain('secret');
    expect(api.logged[0]).toContain('secret of the table');
  });

  it('breaks off over HTTP too, at its beginning or in the middle', async () => {
    // The HTTP server tells the console too.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await using service = await served(api.app.fetch);
    for (const blocks of [0, 400]) {
      store.blocksLeft = blocks;
      const failure = await fetch(service.url + routes, { headers: { accept: ndjson } })
        .then(async (response) => (response.status === 200 ? response.text() : Promise.reject(response.status)))
        .catch((error: Error) => error);
      expect(typeof failure).not.toBe('string');
    }
  });

  it('has no end either where a part of the RIB is damaged, but all the other rows', async () => {
    router.voice.announce(peer, '11.0.0.0/8', []);
    await router.ingest();
    const { pk } = logKeys.rows('pe1', 'ipv4-unicast', '0.0', '');
    const { items } = await store.query(pk, { descending: true });
    const rows = items.find(({ key }) => !logKeys.isSeal(key));
    await store.write([{ put: { key: rows?.key ?? kinds.router.key(''), document: { data: Uint8Array.of(1) } } }]);
    const response = await new ToldApi(store, () => router.voice.now, { streams: 'whole' }).get(routes, ndjson);
    let text = '';
    const failure = await (async () => {
      for await (const piece of response.body ?? []) text += new TextDecoder().decode(piece);
    })().catch((error: Error) => error);
    expect(String(failure)).toContain('broke off');
    expect(linesOf(text)).toHaveLength(count);
  });

  it('goes with look-ups of what a prefix covers', async () => {
    const response = await api.get('/v1/rib/ipv4-unicast/lookup?prefix=10.4.0.0/14&match=covered', ndjson);
    const groups = linesOf(await response.text()).map((line) => JSON.parse(line));
    expect(groups.map(({ prefix }) => prefix).slice(0, 2)).toEqual(['10.4.0.0/24', '10.4.1.0/24']);
    expect(groups).toHaveLength(1024);
  });

  it('is a page where a limit is named, or another format', async () => {
    const limited = await api.get(`${routes}?limit=10`, ndjson);
    expect(linesOf(await limited.text())).toHaveLength(10);
    expect(limited.headers.get('link')).toContain('rel="next"');
    expect((await api.json(`${routes}?router=pe1`)).data).toHaveLength(100);
  });
});

describe('a whole table as NDJSON, where answers are bounded', () => {
  it('is as much as fits, with a link to the rest', async () => {
    const communities = Array.from({ length: 1000 }, (_, index) => 0xfde80000 + index);
    const large = 600;
    for (let index = 0; index < large; index += 1) {
      router.voice.announce(peer, `11.${index >> 8}.${index & 255}.0/24`, [], 'adj-rib-in-pre', { communities });
    }
    await router.ingest();
    const bounded = new ToldApi(store, () => router.voice.now);
    let path: string | null = routes;
    const rows: string[] = [];
    const lengths: number[] = [];
    while (path !== null) {
      const response = await bounded.get(path, ndjson);
      const text = await response.text();
      lengths.push(text.length);
      rows.push(...linesOf(text));
      const link = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      path = link === undefined ? null : routes + link;
    }
    expect(new Set(rows).size).toBe(count + large);
    expect(rows).toHaveLength(count + large);
    expect(lengths.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThan(4_000_000);
  });
});
