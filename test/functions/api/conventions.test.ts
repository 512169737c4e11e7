import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '#functions/api/app.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { labStation, Station } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await labStation();
});

describe('a request that is not valid', () => {
  it('is told which name was probably meant', async () => {
    const problem = await station.json('/v1/announcements?locaton=nj', 400);
    expect(problem).toMatchObject({
      type: 'urn:bmpaas:problem:invalid-request',
      title: 'The request is not valid',
      status: 400,
      instance: '/v1/announcements',
      errors: [{ parameter: 'locaton', suggestion: 'location' }],
    });
    expect(problem.detail).toContain('did you mean location?');
    expect(problem.requestId).toMatch(/\S/);
  });

  it('is told all its faults at once', async () => {
    const { errors } = await station.json('/v1/routers?stat=up&color=red', 400);
    expect(errors.map(({ parameter }: { parameter: string }) => parameter)).toEqual(['stat', 'color']);
  });

  it.each([
    ['/v1/routers?limit=0', 'limit'],
    ['/v1/routers?limit=1001', 'limit'],
    ['/v1/routers?limit=ten', 'limit'],
    ['/v1/routers?limit=5&limit=6', 'limit'],
    ['/v1/routers?state=fine', 'state'],
    ['/v1/routers?location=', 'location'],
    ['/v1/peers?asn=4294967296', 'asn'],
    ['/v1/peers?address=192.0.2.300', 'address'],
    ['/v1/events?wait=26', 'wait'],
    ['/v1/events?after=yesterday', 'after'],
    ['/v1/rib/stats?groupBy=colour', 'groupBy'],
    ['/v1/rib/ipv4-unicast/lookup', 'ip'],
    ['/v1/rib/ipv4-unicast/lookup?ip=10.0.0.1&prefix=10.0.0.0/8', 'ip'],
    ['/v1/rib/ipv4-unicast/lookup?ip=10.0.0.0/8', 'ip'],
    ['/v1/rib/ipv4-unicast/lookup?ip=2001:db8::1', 'ip'],
    ['/v1/rib/ipv4-unicast/lookup?prefix=10.0.0.0/33', 'prefix'],
    ['/v1/rib/ipv4-unicast/lookup?ip=10.0.0.1&includeStale=yes', 'includeStale'],
    ['/v1/rib/ipv4-unicast/lookup?ip=10.0.0.1&rd=x', 'rd'],
    ['/v1/rib/evpn/lookup?ip=10.0.0.1', 'family'],
    ['/v1/rib/evpn/routes', 'router'],
    ['/v1/rib/ipv4-unicast/routes?view=adj-rib-in-pre&minLength=8', 'router'],
    ['/v1/rib/evpn/routes?router=nj01emd&maxLength=24', 'maxLength'],
    [`/v1/rib/ipv4-unicast/routes?asPath=${'1'.repeat(257)}`, 'asPath'],
    ['/v1/rib/ipv4-unicast/routes?community=13979', 'community'],
    ['/v1/rib/ipv4-unicast/routes?community=rt:nj:*', 'community'],
    ['/v1/rib/ipv4-unicast/lookup?ip=10.0.0.1&at=noon', 'at'],
    ['/v1/rib/ipv4-unicast/diff?left=nj01emd:192.0.2.1:adj-rib-in-pre', 'right'],
    ['/v1/rib/ipv4-unicast/diff?left=nj01emd:192.0.2.1&right=nj01emd:192.0.2.1:adj-rib-in-pre', 'left'],
    ['/v1/rib/ipv4-unicast/history', 'prefix'],
    ['/v1/rib/ipv4-unicast/history?nlri=10.0.0.0/8', 'prefix'],
    ['/v1/rib/ipv4-unicast/history?prefix=2001:db8::/32', 'prefix'],
    ['/v1/rib/evpn/history?prefix=10.0.0.0/8', 'nlri'],
    ['/v1/rib/ipv4-unicast/history?prefix=10.0.0.0/8&from=2025-12-31T23:00:00Z&to=2025-12-31T22:00:00Z', 'to'],
    ['/v1/rib/ipv4-unicast/routes?nextHop=nj', 'nextHop'],
    ['/v1/rib/ipv4-unicast/routes?nlri=10.*', 'nlri'],
    ['/v1/rib/ipv4-unicast/routes?changedSince=yesterday', 'changedSince'],
    ['/v1/rib/vpnv4/routes?rd=x', 'rd'],
  ])('%s is a 400 that names %s', async (path, parameter) => {
    const { errors } = await station.json(path, 400);
    expect(errors[0].parameter).toBe(parameter);
  });

  it.each([
    ['/v1/rib/ipv4-unicast/lookup?prefix=10.1.2.3/8', '10.0.0.0/8'],
    ['/v1/rib/ipv6-unicast/lookup?prefix=2001:db8::1/32', '2001:db8::/32'],
    ['/v1/rib/ipv4-unicast/history?prefix=10.1.2.3/8', '10.0.0.0/8'],
    ['/v1/announcements?prefix=11.11.11.1/24', '11.11.11.0/24'],
    ['/v1/elements?serviceIp=11.11.11.1/24', '11.11.11.0/24'],
  ])('%s is a 422 with the corrected prefix', async (path, corrected) => {
    const problem = await station.json(path, 422);
    expect(problem.errors[0].suggestion).toBe(corrected);
  });

  it.each([
    [
      'lookup?ip=10.0.0.1&at=2025-12-30T23:59:59Z',
      'is older than what is kept, which begins at 2025-12-31T00:00:00.000Z',
    ],
    ['routes?router=nj01emd&at=2026-01-01T00:00:01Z', 'has not come yet'],
    ['history?prefix=10.0.0.0/8&from=2025-12-30T00:00:00Z', 'is older than what is kept'],
    ['routes?asPath=(65100', 'missing closing )'],
    ['routes?asPath=(65100)%20%5C1', 'invalid escape sequence'],
    ['routes?asPath=(%3F=65100)', '(?='],
    ['routes?asPath=(%5B0-9 %5D{0,99}){9}', 'repetitions'],
  ])('%s is a 422 that says why', async (query, reason) => {
    const { detail, errors } = await station.json(`/v1/rib/ipv4-unicast/${query}`, 422);
    expect(detail).toContain(reason);
    expect(errors).toHaveLength(1);
  });

  it.each([
    '/v1/routers/none',
    '/v1/peers/none',
    '/v1/elements/none',
    '/v1/locations/none',
    '/v1/rib/ipv5-unicast/lookup?ip=10.0.0.1',
    '/v1/rib/ipv5-unicast/routes?router=nj01emd',
    '/v1/rib/ipv5-unicast/history?prefix=10.0.0.0/8',
    '/v1/rib/ipv4-unicast/diff?left=nj01emd:192.0.2.1:loc-rib&right=nj01emd:192.0.2.1:adj-rib-in-pre',
    '/v1/rib/ipv4-unicast/diff?left=nj01emd:192.0.2.1:adj-rib-in-pre&right=nj:192.0.2.1:adj-rib-in-pre',
    '/v1/rib/evpn/diff?left=nj01emd:192.0.2.1:adj-rib-in-pre&right=nj01emd:192.0.2.2:adj-rib-in-pre',
    '/v1/nothing',
    '/',
  ])('%s is a 404 problem', async (path) => {
    expect((await station.json(path, 404)).type).toBe('urn:bmpaas:problem:not-found');
  });

  it('that accepts nothing we write is a 406', async () => {
    expect((await station.get('/v1/routers', { accept: 'application/xml' })).status).toBe(406);
    expect((await station.get('/v1/routers', { accept: 'text/csv;q=0, application/xml' })).status).toBe(406);
  });
});

describe('an error of ours', () => {
  it('tells the client a request id and the log the rest', async () => {
    const logged: string[] = [];
    class BrokenStore extends InMemoryStore {
      override async query(): Promise<never> {
        throw new Error('secret table name');
      }
    }
    const logger = {
      warn: () => {},
      error: (message: string, details: object) => logged.push(message + JSON.stringify(details)),
    };
    const response = await createApi({ store: new BrokenStore(), access: 'everyone', logger }).request('/v1/routers');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(text).not.toMatch(/secret|\.ts|at /);
    expect(logged[0]).toContain('secret table name');
    expect(logged[0]).toContain(JSON.parse(text).requestId);
  });
});

describe('pages', () => {
  const addMany = async (): Promise<void> => {
    for (let index = 10; index < 35; index += 1) await station.addRouter(`pe${index}`);
  };

  it('follow on one another without a gap or a repetition, also when rows come and go between them', async () => {
    await addMany();
    const first = await station.json('/v1/routers?limit=10');
    await station.addRouter('aa-new');
    await station.store.write([{ delete: { pk: 'ROUTER', sk: 'md04emd' } }]);
    const second = await station.json(`/v1/routers?limit=10&cursor=${first.page.next}`);
    const third = await station.json(`/v1/routers?cursor=${second.page.next}`);
    const ids = [first, second, third].flatMap(({ data }) => data.map(({ id }: { id: string }) => id));
    expect(ids).toEqual(['md04emd', 'nj01emd', ...Array.from({ length: 25 }, (_, index) => `pe${index + 10}`)]);
    expect([first.page.limit, third.page.limit, third.page.next]).toEqual([10, 100, null]);
  });

  it('end with null when the last page is full', async () => {
    expect((await station.json('/v1/routers?limit=2')).page.next).toBeNull();
  });

  it('belong to their query', async () => {
    const { page } = await station.json('/v1/routers?limit=1');
    for (const path of [
      `/v1/routers?state=up&cursor=${page.next}`,
      `/v1/peers?cursor=${page.next}`,
      '/v1/routers?cursor=abc',
    ]) {
      expect((await station.json(path, 400)).type).toBe('urn:bmpaas:problem:invalid-cursor');
    }
  });

  it('of another version of the service have expired', async () => {
    const { page } = await station.json('/v1/routers?limit=1');
    const [, ...rest] = JSON.parse(Buffer.from(page.next, 'base64url').toString());
    const old = Buffer.from(JSON.stringify([0, ...rest])).toString('base64url');
    expect((await station.json(`/v1/routers?cursor=${old}`, 410)).type).toBe('urn:bmpaas:problem:expired-cursor');
  });

  it('are linked where there is no envelope', async () => {
    const response = await station.get('/v1/routers?limit=1', { accept: 'text/csv' });
    const link = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    expect((await station.json(`/v1/routers${link}`)).data[0].id).toBe('nj01emd');
  });
});

describe('the entity tag', () => {
  const tagOf = async (path: string, accept = 'application/json'): Promise<string> =>
    (await station.get(path, { accept })).headers.get('etag') ?? '';

  it('stays while the content stays, and changes with it', async () => {
    const before = await tagOf('/v1/routers');
    station.clock.time += 1000;
    expect(await tagOf('/v1/routers')).toBe(before);
    await station.addRouter('pe3');
    expect(await tagOf('/v1/routers')).not.toBe(before);
  });

  it('differs by media type and by query', async () => {
    const tags = [
      await tagOf('/v1/routers'),
      await tagOf('/v1/routers', 'text/csv'),
      await tagOf('/v1/routers?state=up'),
    ];
    expect(new Set(tags).size).toBe(3);
  });
});

describe('formats', () => {
  it('announcements as text are the original layout, octet for octet', async () => {
    const response = await station.get('/v1/announcements?role=trust', { accept: 'text/plain' });
    expect(await response.text()).toBe(
      [
        '\t\tLocation\t: nj',
        '\t\tVendor\t  \t: FRR',
        '\t\tPeer IP\t  \t: 192.0.2.1',
        '\t\tDevice ID\t: 01emd',
        '\t\tService IP\t: 11.11.11.1/32',
        '\t\tService IP Type : Trust',
        '',
        '',
      ].join('\n'),
    );
  });

  it('NDJSON is the rows, one a line', async () => {
    const text = await (await station.get('/v1/routers', { accept: 'application/x-ndjson' })).text();
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(['md04emd', 'nj01emd']);
  });

  it('CSV quotes what has commas, quotes or line ends', async () => {
    await station.addRouter('pe5', { sysDescr: 'a "b", c\nd' });
    const text = await (await station.get('/v1/routers?state=up', { accept: 'text/csv' })).text();
    expect(text).toContain('"a ""b"", c\nd"');
    expect(text.split('\r\n')[0]).toMatch(
      /^id,sysName,sysDescr,vendor,location,deviceId,bgpId,information,session\.state,/,
    );
  });

  it('text aligns columns and lets no control character of a router through', async () => {
    await station.addRouter('pe5', { location: '\u001b[31mred' });
    const text = await (await station.get('/v1/locations', { accept: 'text/plain' })).text();
    const lines = text.trimEnd().split('\n');
    expect(text).not.toContain('\u001b');
    expect(lines[0]?.indexOf('ROUTERS.UP')).toBe('\ufffd[31mred'.length + 2);
  });

  it('text names what is in a list, CSV has all of it', async () => {
    const cellsOf = async (accept: string) => (await station.get('/v1/elements?state=complete', { accept })).text();
    expect(await cellsOf('text/plain')).toMatch(/ 11\.11\.11\.1\/32 +11\.11\.11\.2\/32 /);
    expect(await cellsOf('text/csv')).toContain('""serviceIpType"":""Trust""');
  });

  it('the best accepted one is taken', async () => {
    const typeFor = async (accept: string) =>
      (await station.get('/v1/routers', { accept })).headers.get('content-type');
    expect(await typeFor('text/html, */*;q=0.1')).toBe('application/json');
    expect(await typeFor('application/json;q=0.5, text/csv')).toMatch('text/csv');
    expect(await typeFor('text/*')).toMatch('text/csv');
  });
});

describe('an empty station', () => {
  it.each([
    '/v1/routers',
    '/v1/elements',
    '/v1/announcements',
    '/v1/locations',
    '/v1/peers',
    '/v1/findings',
    '/v1/rib/stats',
  ])('%s has no rows', async (path) => {
    expect(await new Station().json(path)).toMatchObject({
      data: [],
      page: { next: null },
      meta: { staleRouters: [] },
    });
  });
});
