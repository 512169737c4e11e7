import { beforeEach, describe, expect, it } from 'vitest';
import { logKeys } from '#model/keys.ts';
import { tokenOf } from '#model/token.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { attributeSet } from '../../rib/arbitraries.ts';
import { feedState } from '../../rib/history.ts';
import { labStation, routeOf, type Station, start } from './station.ts';

let station: Station;
const trustPeer = 'nj01emd~192.0.2.1';
beforeEach(async () => {
  station = await labStation();
});

interface Group {
  prefix: string;
  routes: { view: string; router: string; stale: boolean }[];
}

const lookup = async (query: string): Promise<string[]> =>
  (await station.json(`/v1/rib/ipv4-unicast/lookup?${query}`)).data.map(
    ({ prefix, routes }: Group) => `${prefix} ${routes.length}`,
  );

describe('/v1/rib/{family}/lookup', () => {
  it('shows a route with all its attributes', async () => {
    const attributes = attributeSet({
      asPath: [
        { type: 'sequence', asns: [65100, 65000] },
        { type: 'set', asns: [64512, 64513] },
      ],
      med: 0,
      localPref: 200,
      aggregator: { asn: 65000, address: '10.0.0.9' },
      communities: [13979 * 65536 + 100],
      extendedCommunities: [Uint8Array.of(0, 2, 0xfd, 0xe8, 0, 0, 0, 11)],
      largeCommunities: [[13979, 1, 4]],
      originatorId: '10.0.0.7',
      clusterList: ['10.0.0.8'],
      other: [{ code: 99, flags: 0xc0, value: Uint8Array.of(1, 255) }],
    });
    await station.addRoutes('nj01emd', 20, [routeOf(trustPeer, '10.0.0.0/8', 20, { attributes })]);
    const { data } = await station.json('/v1/rib/ipv4-unicast/lookup?ip=10.1.1.1');
    expect(data).toEqual([
      {
        prefix: '10.0.0.0/8',
        family: 'ipv4-unicast',
        rd: null,
        routes: [
          {
            prefix: '10.0.0.0/8',
            family: 'ipv4-unicast',
            rd: null,
            pathId: null,
            view: 'adj-rib-in-pre',
            router: 'nj01emd',
            peer: { id: trustPeer, address: '192.0.2.1', asn: 65100 },
            attributes: {
              origin: 'igp',
              asPath: '65100 65000 {64512 64513}',
              nextHop: '192.0.2.1',
              med: 0,
              localPref: 200,
              atomicAggregate: false,
              aggregator: { asn: 65000, address: '10.0.0.9' },
              communities: ['13979:100'],
              extendedCommunities: ['rt:65000:11'],
              largeCommunities: ['13979:1:4'],
              originatorId: '10.0.0.7',
              clusterList: ['10.0.0.8'],
              unknown: [{ code: 99, flags: 192, hex: '01ff' }],
            },
            labels: null,
            firstSeen: new Date(start + 20_000).toISOString(),
            lastChanged: new Date(start + 20_000).toISOString(),
            stale: false,
          },
        ],
      },
    ]);
  });

  it('says what the router made of the path, where it does', async () => {
    const attributes = attributeSet({ pathStatus: { status: 0b10010, reasons: [5] } });
    await station.addRoutes('nj01emd', 20, [routeOf(trustPeer, '10.0.0.0/8', 20, { attributes })]);
    const { data } = await station.json('/v1/rib/ipv4-unicast/lookup?prefix=10.0.0.0/8');
    expect(data[0].routes[0].pathStatus).toEqual({ status: ['best', 'backup'], reasons: ['not-preferred-origin'] });
  });

  it.each([
    ['ip=11.11.11.1', ['11.11.11.1/32 1']],
    ['ip=11.11.11.2', ['11.11.0.0/16 1']],
    ['ip=8.8.8.8', ['0.0.0.0/0 1']],
    ['prefix=11.11.0.0/16', ['11.11.0.0/16 1']],
    ['prefix=11.11.0.0/17', []],
    ['prefix=11.11.0.0/17&match=longest', ['11.11.0.0/16 1']],
    ['ip=11.11.11.1&match=covering', ['0.0.0.0/0 1', '11.11.0.0/16 1', '11.11.11.1/32 1']],
    ['prefix=11.0.0.0/8&match=covered', ['11.11.0.0/16 1', '11.11.11.1/32 1']],
    ['ip=11.11.11.1&view=adj-rib-in-post', []],
    ['ip=11.11.11.1&peer=192.0.2.1', ['11.11.11.1/32 1']],
    ['ip=11.11.11.1&peer=192.0.2.2', []],
    ['ip=11.11.11.1&router=nj01emd', ['11.11.11.1/32 1']],
    ['ip=11.11.11.1&router=md04emd', []],
    ['ip=11.11.11.1&router=unknown', []],
    ['ip=11.11.11.1&rd=65000:1', []],
  ])('of %s finds %j', async (query, groups) => {
    expect(await lookup(query)).toEqual(groups);
  });

  it('finds the longest prefix of each VPN, or of the one that is asked for', async () => {
    const feeds = [feedState('adj-rib-in-pre', 'vpnv4', tokenOf(1, 1), tokenOf(1, 1))];
    const peer = await station.addPeer('nj01emd', '192.0.2.7', { feeds });
    const inVpn = (prefix: string, seq: number, vpn: number, labels: number[]) => {
      const { nlri, ...row } = routeOf(peer, prefix, seq);
      const routeDistinguisher = Uint8Array.of(0, 0, 0xfd, 0xe8, 0, 0, 0, vpn);
      return { ...row, nlri: { ...nlri, routeDistinguisher, labels } };
    };
    const rows = [
      inVpn('10.0.0.0/8', 30, 1, [100]),
      inVpn('10.1.0.0/16', 31, 1, [101]),
      inVpn('10.0.0.0/8', 32, 2, [200]),
      inVpn('10.1.0.0/16', 33, 2, [201]),
      { ...inVpn('10.1.0.0/16', 34, 2, []), attributes: null },
    ];
    await station.addRoutes('nj01emd', 30, rows, 'vpnv4');
    const groups = async (query: string) =>
      (await station.json(`/v1/rib/vpnv4/lookup?${query}`)).data.map(
        ({ prefix, rd, routes }: { prefix: string; rd: string; routes: { labels: number[] }[] }) =>
          `${rd} ${prefix} ${routes.map(({ labels }) => labels)}`,
      );
    expect(await groups('ip=10.1.2.3')).toEqual(['65000:2 10.0.0.0/8 200', '65000:1 10.1.0.0/16 101']);
    expect(await groups('ip=10.1.2.3&rd=65000:2')).toEqual(['65000:2 10.0.0.0/8 200']);
    expect(await groups('prefix=10.0.0.0/8')).toEqual(['65000:1 10.0.0.0/8 100', '65000:2 10.0.0.0/8 200']);
    expect(await groups('ip=10.1.2.3&match=covering&limit=1')).toEqual(['65000:1 10.0.0.0/8 100']);
  });

  it('pages in the order of prefixes', async () => {
    const path = '/v1/rib/ipv4-unicast/lookup?prefix=0.0.0.0/0&match=covered&limit=2';
    const first = await station.json(path);
    const second = await station.json(`${path}&cursor=${first.page.next}`);
    expect([...first.data, ...second.data].map(({ prefix }: Group) => prefix)).toEqual([
      '0.0.0.0/0',
      '11.11.0.0/16',
      '11.11.11.1/32',
    ]);
    expect(second.page.next).toBeNull();
  });

  it('marks routes of a stale router, and leaves them out when asked to', async () => {
    await station.addRoutes('md04emd', 2, [routeOf('md04emd~192.0.2.9', '11.11.11.1/32', 2)]);
    const { data, meta } = await station.json('/v1/rib/ipv4-unicast/lookup?ip=11.11.11.1');
    const seen = data.flatMap(({ routes }: Group) => routes.map(({ router, stale }) => [router, stale]));
    expect(seen).toEqual([
      ['md04emd', true],
      ['nj01emd', false],
    ]);
    expect(meta.staleRouters).toEqual(['md04emd']);
    expect(await lookup('ip=11.11.11.1&includeStale=false')).toEqual(['11.11.11.1/32 1']);
  });

  it('falls back on a shorter prefix once the longest is withdrawn or its feed is hidden', async () => {
    await station.addRoutes('nj01emd', 30, [routeOf(trustPeer, '11.11.11.1/32', 30, { attributes: null })]);
    expect(await lookup('ip=11.11.11.1')).toEqual(['11.11.0.0/16 1']);
    const feeds = [feedState('adj-rib-in-pre', 'ipv4-unicast', tokenOf(1, 1), tokenOf(1, 50))];
    await station.addPeer('nj01emd', '192.0.2.1', { feeds });
    expect(await lookup('ip=11.11.11.1')).toEqual([]);
  });

  it('keeps when a route was first seen and last changed over a repeated dump, as after a policy change (FRR)', async () => {
    const changed = { attributes: attributeSet({ med: 5 }) };
    await station.addRoutes('nj01emd', 40, [routeOf(trustPeer, '11.11.0.0/16', 40, changed)]);
    await station.addRoutes('nj01emd', 41, [routeOf(trustPeer, '11.11.0.0/16', 41, changed)]);
    const { data } = await station.json('/v1/rib/ipv4-unicast/lookup?prefix=11.11.0.0/16');
    expect(data[0].routes[0]).toMatchObject({
      firstSeen: new Date(start + 3_000).toISOString(),
      lastChanged: new Date(start + 40_000).toISOString(),
    });
  });

  it('serves the rest when a part of the log is damaged, and says so', async () => {
    await station.addRoutes('nj01emd', 9, [routeOf(trustPeer, '12.0.0.0/8', 9)]);
    await station.put(logKeys.rows('nj01emd', 'ipv4-unicast', tokenOf(1, 9), 'seq-9-0'), { data: Uint8Array.of(1, 2) });
    const { data, meta } = await station.json('/v1/rib/ipv4-unicast/lookup?ip=11.11.11.1');
    expect(data).toHaveLength(1);
    expect(meta).toMatchObject({ partial: true, damagedParts: 1, unreadableSegments: 1 });
    expect(station.logged[0]).toContain('cut off');
  });

  it('as a table has a line for each route', async () => {
    const response = await station.get('/v1/rib/ipv4-unicast/lookup?ip=11.11.11.1&match=covering', {
      accept: 'text/csv',
    });
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^prefix,family,rd,pathId,view,router,peer\.id/);
  });
});

describe('/v1/rib/{family}/routes', () => {
  const time = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
  const list = async (query: string): Promise<string[]> =>
    (await station.json(`/v1/rib/ipv4-unicast/routes?${query}`)).data.map(
      ({ prefix, peer }: { prefix: string; peer: { address: string } }) => `${prefix} ${peer.address}`,
    );

  beforeEach(async () => {
    const attributes = attributeSet({
      asPath: [
        { type: 'sequence', asns: [65100, 65000] },
        { type: 'set', asns: [64512, 64513] },
      ],
      nextHop: '2001:db8::1',
      communities: [0xffff0000],
      extendedCommunities: [Uint8Array.of(0, 2, 0xfd, 0xe8, 0, 0, 0, 11)],
      largeCommunities: [[13979, 1, 4]],
    });
    await station.addRoutes('nj01emd', 20, [routeOf('nj01emd~192.0.2.2', '12.0.0.0/8', 20, { attributes })]);
  });

  it.each([
    ['router=nj01emd', ['0.0.0.0/0 1', '11.11.0.0/16 1', '11.11.11.1/32 1', '12.0.0.0/8 2']],
    ['router=md04emd', []],
    ['peer=192.0.2.2', ['12.0.0.0/8 2']],
    ['peer=192.0.2.2&view=adj-rib-in-post', []],
    ['router=nj01emd&minLength=8&maxLength=16', ['11.11.0.0/16 1', '12.0.0.0/8 2']],
    ['community=13979:100&minLength=32', ['11.11.11.1/32 1']],
    ['community=65535:0', ['12.0.0.0/8 2']],
    ['community=GRACEFUL_SHUTDOWN', ['12.0.0.0/8 2']],
    ['community=graceful-shutdown', ['12.0.0.0/8 2']],
    ['community=rt:65000:11', ['12.0.0.0/8 2']],
    ['community=13979:1:4', ['12.0.0.0/8 2']],
    ['community=13979:*&minLength=17', ['11.11.11.1/32 1']],
    ['community=13979:1-3:4-9', ['12.0.0.0/8 2']],
    ['community=13979:2-3:*', []],
    ['community=rt:65000:*', ['12.0.0.0/8 2']],
    ['community=rt:10.0.0.1:*', []],
    ['community=*:0', ['12.0.0.0/8 2']],
    ['asPath=65100%2065000', ['12.0.0.0/8 2']],
    ['asPath=65100+65000', ['12.0.0.0/8 2']],
    ['asPath=_65100_65000_', ['12.0.0.0/8 2']],
    ['asPath=^65100%20', ['12.0.0.0/8 2']],
    ['asPath=_6510.$&minLength=32', ['11.11.11.1/32 1']],
    ['asPath=%5B{]&peer=2001:db8::1', []],
    ['asPath=65000%2064512', ['12.0.0.0/8 2']],
    ['asPath=5000', []],
    ['originAs=64513', ['12.0.0.0/8 2']],
    ['originAs=65000', []],
    ['originAs=65100&minLength=32', ['11.11.11.1/32 1']],
    ['nextHop=2001:DB8:0::1', ['12.0.0.0/8 2']],
    [`changedSince=${time(20)}`, ['12.0.0.0/8 2']],
    [`changedSince=${time(21)}`, []],
  ])('of %s are %j', async (query, routes) => {
    expect(await list(query)).toEqual(routes.map((route) => route.replace(/ (\d)$/, ' 192.0.2.$1')));
  });

  it('pages in the order of prefixes', async () => {
    const path = '/v1/rib/ipv4-unicast/routes?router=nj01emd&limit=3';
    const first = await station.json(path);
    const second = await station.json(`${path}&cursor=${first.page.next}`);
    expect(second.data.map(({ prefix }: Group) => prefix)).toEqual(['12.0.0.0/8']);
    expect([first.data.length, second.page.next]).toEqual([3, null]);
  });

  it('are all there as NDJSON', async () => {
    const response = await station.get('/v1/rib/ipv4-unicast/routes', { accept: 'application/x-ndjson' });
    expect((await response.text()).trimEnd().split('\n')).toHaveLength(4);
  });

  describe('of a family without prefixes', () => {
    const evpnPeer = 'nj01emd~192.0.2.7';
    const addEvpn = async (nlris: readonly Uint8Array[]): Promise<void> => {
      const feeds = [feedState('adj-rib-in-pre', 'evpn', tokenOf(1, 1), tokenOf(1, 1))];
      await station.addPeer('nj01emd', '192.0.2.7', { feeds });
      const rows = nlris.map((nlri, index) => {
        const row = routeOf(evpnPeer, '0.0.0.0/0', 30 + index);
        return { ...row, nlri: { ...row.nlri, nlri } };
      });
      await station.addRoutes('nj01emd', 30, rows, 'evpn');
    };
    const multicast = (vpn: number) =>
      octets('03 11', `0000fde8 000000${vpn.toString(16).padStart(2, '0')}`, '00000000', '20', 'c0000201');

    it('have the text of the NLRI, its route distinguisher and its fields', async () => {
      await addEvpn([multicast(2), octets('03 02 beef'), multicast(1)]);
      const { data } = await station.json('/v1/rib/evpn/routes?router=nj01emd');
      expect(data).toMatchObject([
        { nlri: '[3]:[0]:[32]:[192.0.2.1]', rd: '65000:1', labels: null, fields: { type: 'inclusive-multicast' } },
        { nlri: '[3]:[0]:[32]:[192.0.2.1]', rd: '65000:2' },
        { nlri: '0302beef', rd: null },
      ]);
      expect(data.some((row: object) => 'prefix' in row)).toBe(false);
      expect('fields' in data[2]).toBe(false);
      const ofVpn = await station.json('/v1/rib/evpn/routes?rd=65000:2');
      expect(ofVpn.data.map(({ rd }: { rd: string }) => rd)).toEqual(['65000:2']);
    });

    it.each([
      ['[3]:[0]:[32]:[192.0.2.1]', 2],
      ['[3]:*', 2],
      ['*:[192.0.2.*', 2],
      ['[3]', 0],
      ['[2]:*', 0],
      ['0302*', 1],
      ['*', 3],
    ])('are found by NLRI %s: %i', async (pattern, count) => {
      await addEvpn([multicast(2), octets('03 02 beef'), multicast(1)]);
      const { data } = await station.json(`/v1/rib/evpn/routes?nlri=${encodeURIComponent(pattern)}`);
      expect(data).toHaveLength(count);
    });

    it('have a cursor, however long they are', async () => {
      const long = (last: number) => Uint8Array.of(99, 255, ...new Uint8Array(254), last);
      await addEvpn([long(1), long(2), long(3)]);
      const seen: string[] = [];
      let cursor = '';
      do {
        const { data, page } = await station.json(`/v1/rib/evpn/routes?router=nj01emd&limit=1${cursor}`);
        seen.push(...data.map(({ nlri }: { nlri: string }) => nlri));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(3);
    });
  });

  it('are fewer on a page than asked for where they are large', async () => {
    const communities = Array.from({ length: 16_000 }, (_, index) => 0xfde80000 + index);
    const attributes = attributeSet({ communities });
    const rows = Array.from({ length: 40 }, (_, index) =>
      routeOf('nj01emd~192.0.2.2', `13.0.${index}.0/24`, 40, { attributes }),
    );
    await station.addRoutes('nj01emd', 40, rows);
    const path = '/v1/rib/ipv4-unicast/routes?peer=192.0.2.2';
    const first = await station.get(path);
    const text = await first.text();
    expect(text.length).toBeLessThan(4_000_000);
    const { data, page } = JSON.parse(text);
    const rest = [];
    for (let { next } = page; next !== null; ) {
      const answer = await station.json(`${path}&cursor=${next}`);
      rest.push(...answer.data);
      next = answer.page.next;
    }
    expect(data.length + rest.length).toBe(41);
  });
});

describe('/v1/rib/stats', () => {
  it('counts by what is asked', async () => {
    expect((await station.json('/v1/rib/stats?groupBy=view')).data).toEqual([
      { view: 'adj-rib-in-post', routes: 0 },
      { view: 'adj-rib-in-pre', routes: 3 },
    ]);
    expect((await station.json('/v1/rib/stats?groupBy=router,family')).data).toEqual([
      { router: 'md04emd', family: 'ipv4-unicast', routes: 0 },
      { router: 'nj01emd', family: 'ipv4-unicast', routes: 3 },
    ]);
    expect((await station.json('/v1/rib/stats')).data).toHaveLength(6);
  });

  it('counts anew once something was applied', async () => {
    await station.json('/v1/rib/stats');
    await station.addRoutes('nj01emd', 101, [routeOf(trustPeer, '12.0.0.0/8', 101)]);
    expect((await station.json('/v1/rib/stats?groupBy=view')).data[1].routes).toBe(4);
  });
});
