import { beforeAll, describe, expect, it } from 'vitest';
import { chainStation, halfOpen, whole } from './chain-station.ts';
import type { Station } from './station.ts';

let station: Station;
beforeAll(async () => {
  station = await chainStation();
  await station.addEvents(3, [{ type: 'element.state-changed', subject: whole, data: { from: 'lost' } }]);
});

const textOf = async (path: string, accept: string): Promise<string> => (await station.get(path, { accept })).text();

const lists = [
  { path: '/v1/announcements', column: 'pipeline.advertised', text: /Service IP\t: 12\.12\.12\.1\/32/ },
  { path: '/v1/elements', column: 'services.untrust', text: /half-open .*12\.12\.12\.1\/32 +12\.12\.12\.1\/32$/m },
  { path: `/v1/elements/${whole}/events`, column: 'subject', text: /element\.state-changed +nj01emd~10\.0\.0\.1/ },
  { path: '/v1/redirect-targets', column: 'services.trust', text: /13\.13\.13\.1\/32 +13\.13\.13\.2\/32/ },
  { path: '/v1/chains', column: 'hops', text: / 11\.11\.11\.1\/32\(complete\) nj-firewalls\(complete\) / },
  { path: '/v1/groups', column: 'members', text: /nj01emd~10\.0\.0\.1\(complete\) nj02emd~10\.0\.0\.3\(half-open\) / },
  { path: '/v1/locations', column: 'elements.half-open', text: /^nj +2 +0 +0 +0 +2 +1 / },
  { path: '/v1/steering', column: 'targets', text: / 12\.12\.12\.1\(half-open\) 203\.0\.113\.99\(dangling\) / },
  { path: '/v1/findings', column: 'severity', text: /dangling-redirect +critical/ },
];

describe.each(lists)('$path', ({ path, column, text }) => {
  it('is the same rows as JSON, NDJSON and CSV', async () => {
    const { data } = await station.json(path);
    const lines = (await textOf(path, 'application/x-ndjson')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(data);
    const [head = '', ...rows] = (await textOf(path, 'text/csv')).trim().split('\r\n');
    expect(head.split(',')).toContain(column);
    expect(rows).toHaveLength(data.length);
  });

  it('can be read as text', async () => {
    const written = await textOf(path, 'text/plain');
    expect(written.split('\n').some((line) => text.test(line))).toBe(true);
    expect(written).not.toContain('{"');
  });
});

describe.each([
  [`/v1/elements/${halfOpen}`, 'half-open'],
  [`/v1/elements/${halfOpen}/evidence`, 'bgp-id=10.0.0.3(pairs)'],
  ['/v1/chains/scrubbed', 'nj-firewalls(complete)'],
  ['/v1/groups/nj-firewalls', 'nj02emd~10.0.0.3(half-open)'],
  ['/v1/locations/nj', 'nj'],
  ['/v1/topology?location=nj', 'nj02emd>nj02emd~10.0.0.3'],
])('%s', (path, text) => {
  it('is one thing as JSON, NDJSON and CSV, and can be read as text', async () => {
    const { data } = await station.json(path);
    expect(JSON.parse(await textOf(path, 'application/x-ndjson'))).toEqual(data);
    expect((await textOf(path, 'text/csv')).trim().split('\r\n')).toHaveLength(2);
    const written = await textOf(path, 'text/plain');
    expect(written).toContain(text);
    expect(written).not.toContain('{"');
  });
});

describe('reading', () => {
  const paths = [...lists.map(({ path }) => path), `/v1/elements/${halfOpen}/evidence`, '/v1/topology'];

  it.each(paths)('%s takes a few queries, however many elements there are', async (path) => {
    const own = await chainStation();
    const few = await readsOf(own, path);
    expect(few).toBeLessThan(12);
    for (let element = 0; element < 50; element += 1) await addLedElement(own, element);
    expect(await readsOf(own, path)).toBe(few);
  });
});

/** How often the table is asked for an answer. */
async function readsOf(asked: Station, path: string): Promise<number> {
  const { store } = asked;
  const { get, query } = store;
  let reads = 0;
  store.get = (key) => {
    reads += 1;
    return get.call(store, key);
  };
  store.query = (...given) => {
    reads += 1;
    return query.apply(store, given);
  };
  await asked.json(path);
  Object.assign(store, { get, query });
  return reads;
}

async function addLedElement(to: Station, number: number): Promise<void> {
  const address = `192.0.4.${number}`;
  await to.addPeer('nj02emd', address);
  const trust = await to.addAnnouncement('nj02emd', address, `12.12.14.${number}/32`);
  await to.addElement('nj02emd', address, { trust: [trust] });
  const target = { kind: 'redirect-to-ip', target: `12.12.14.${number}`, copy: false } as const;
  await to.addSteering('nj02emd', address, `destination 198.51.${number}.0/24`, [target]);
}
