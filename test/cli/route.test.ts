import { describe, expect, test } from 'vitest';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

test.each([
  [[], '/v1/rib/ipv4-unicast/lookup?limit=1000&ip=192.0.2.1'],
  [['--no-stale'], '/v1/rib/ipv4-unicast/lookup?limit=1000&includeStale=false&ip=192.0.2.1'],
  [['--at', '2026-01-31T12:00:00Z'], '/v1/rib/ipv4-unicast/lookup?limit=1000&at=2026-01-31T12%3A00%3A00Z&ip=192.0.2.1'],
])('route lookup %j', async (options, asked) => {
  await using station = await fakeStation(() => ({ body: { data: [], page: { next: null, limit: 1000 } } }));
  await runRecorded(['route', 'lookup', '192.0.2.1', ...options, '--url', station.url]);
  expect(station.requests).toEqual([asked]);
});

test('route list asks for what its options say, and shows what has no prefix', async () => {
  const route = {
    nlri: '[3]:[0]:[32]:[192.0.2.1]',
    rd: '65000:1',
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    labels: [100, 200],
    attributes: { communities: [], extendedCommunities: [], largeCommunities: [] },
  };
  await using station = await fakeStation(() => ({ body: { data: [route], page: { next: null, limit: 1000 } } }));
  const options = ['--family', 'evpn', '--origin-as', '65000', '--as-path', '65100 65000'];
  const { stdout, exitCode } = await runRecorded(['route', 'list', ...options, '-o', 'text', '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ROUTE .*\n65000:1 \[3\]:\[0\]:\[32\]:\[192.0.2.1\] +nj01emd +10.0.0.1 +100 200\n$/);
  expect(station.requests).toEqual(['/v1/rib/evpn/routes?limit=1000&asPath=65100%2065000&originAs=65000']);
});

test.each([
  ['encapsulation:vxlan', 'vni 1000'],
  ['encapsulation:mpls', '62'],
])('an EVPN route with %s has %s', async (community, text) => {
  const route = {
    nlri: '[2]:[0]:[48]:[aa:bb:cc:00:01:02]:[0]:[]',
    rd: '65000:1',
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    labels: [62],
    fields: { labels: [{ label: 62, vni: 1000 }] },
    attributes: { communities: [], extendedCommunities: [community], largeCommunities: [] },
  };
  await using station = await fakeStation(() => ({ body: { data: [route], page: { next: null, limit: 1000 } } }));
  const { stdout } = await runRecorded(['route', 'list', '--family', 'evpn', '-o', 'csv', '--url', station.url]);
  expect(stdout).toContain(`,${text},`);
});

test('route list without a route ends with 3', async () => {
  await using station = await fakeStation(() => ({ body: { data: [], page: { next: null, limit: 1000 } } }));
  const { stderr, exitCode } = await runRecorded(['route', 'list', '--router', 'nj01emd', '--url', station.url]);
  expect({ stderr, exitCode }).toEqual({ stderr: 'no such route\n', exitCode: 3 });
});

test('route lookup shows well-known communities by name, and as numbers in JSON', async () => {
  const route = {
    prefix: '192.0.2.0/24',
    rd: null,
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    attributes: { communities: ['13979:100', '65535:0'], extendedCommunities: ['color:0:100'], largeCommunities: [] },
  };
  const data = [{ prefix: route.prefix, family: 'ipv4-unicast', rd: null, routes: [route] }];
  await using station = await fakeStation(() => ({ body: { data, page: { next: null, limit: 1000 } } }));
  const shown = (format: string) => runRecorded(['route', 'lookup', '192.0.2.1', '-o', format, '--url', station.url]);
  expect((await shown('text')).stdout).toContain('13979:100 GRACEFUL_SHUTDOWN color:0:100');
  expect((await shown('json')).stdout).toContain('"65535:0"');
});

test('route list asks with every filter there is', async () => {
  await using station = await fakeStation(() => ({ body: { data: [], page: { next: null, limit: 1000 } } }));
  const filters = {
    router: 'pe1',
    peer: '2001:db8::1',
    view: 'loc-rib',
    rd: '65000:1',
    nlri: '[2]:*',
    community: '13979:*',
    'as-path': '_65000_',
    'origin-as': '65000',
    'next-hop': '192.0.2.1',
    'min-length': '8',
    'max-length': '24',
    'changed-since': '2026-01-31T12:00:00Z',
    at: '2026-01-31T13:00:00Z',
  };
  const options = Object.entries(filters).flatMap(([name, value]) => [`--${name}`, value]);
  await runRecorded(['route', 'list', ...options, '--url', station.url]);
  const query = new URL(station.requests[0] ?? '', 'http://station').searchParams;
  const { 'as-path': asPath, 'origin-as': originAs, 'next-hop': nextHop, ...others } = filters;
  const { 'min-length': minLength, 'max-length': maxLength, 'changed-since': changedSince, ...same } = others;
  expect(Object.fromEntries(query)).toEqual({
    ...same,
    ...{ asPath, originAs, nextHop, minLength, maxLength, changedSince },
    limit: '1000',
  });
});

describe('route list as NDJSON', () => {
  const listed = (url: string) => runRecorded(['route', 'list', '--as-path', '65100 1', '-o', 'ndjson', '--url', url]);

  test('passes on what the station writes, and goes on where it says', async () => {
    await using station = await fakeStation(({ searchParams }) =>
      searchParams.has('cursor')
        ? { text: '{"n":3}\n' }
        : { text: '{"n":1}\n{"n":2}\n', headers: { link: '<?asPath=65100+1&cursor=ab%3D>; rel="next"' } },
    );
    expect(await listed(station.url)).toEqual({ exitCode: 0, stdout: '{"n":1}\n{"n":2}\n{"n":3}\n', stderr: '' });
    expect(station.requests).toEqual([
      '/v1/rib/ipv4-unicast/routes?asPath=65100%201',
      '/v1/rib/ipv4-unicast/routes?asPath=65100%201&cursor=ab%3D',
    ]);
  });

  test('asks for it', async () => {
    const accepted: unknown[] = [];
    await using station = await fakeStation((_, { headers }) => {
      accepted.push(headers.accept);
      return { text: '{}\n' };
    });
    await listed(station.url);
    expect(accepted).toEqual(['application/x-ndjson']);
  });

  test.each([
    ['the connection ends', { text: '{"n":1}\n', breaksOff: true as const }, '{"n":1}\n'],
    ['a line has no end', { text: '{"n":1}\n{"n":' }, '{"n":1}\n'],
  ])('is an error where %s before the answer does', async (_, answer, stdout) => {
    await using station = await fakeStation(() => answer);
    const said = await listed(station.url);
    expect(said).toMatchObject({ exitCode: 1, stdout });
    expect(said.stderr).toMatch(/^the answer of http:\S+ broke off, rows are missing: /);
  });

  test('says what the station says is wrong', async () => {
    const problem = { title: 'The regular expression is refused', detail: 'asPath: ( is refused' };
    await using station = await fakeStation(() => ({ status: 422, body: problem }));
    expect(await listed(station.url)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'The regular expression is refused: asPath: ( is refused\n',
    });
  });

  test('says that parts are damaged, and that there is nothing', async () => {
    await using station = await fakeStation(() => ({ text: '', headers: { 'bmpaas-damaged-parts': '2' } }));
    expect(await listed(station.url)).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'parts of the RIB are damaged: routes may be missing from what is shown\nno such route\n',
    });
  });
});

test('an answer that is partial is said to be, once', async () => {
  const meta = { asOf: '', staleRouters: [], partial: true, damagedParts: 1 };
  await using station = await fakeStation(({ searchParams }) => ({
    body: { data: [], page: { next: searchParams.has('cursor') ? null : 'x', limit: 1000 }, meta },
  }));
  const { stderr } = await runRecorded(['route', 'list', '--router', 'pe1', '--url', station.url]);
  expect(stderr).toBe('parts of the RIB are damaged: routes may be missing from what is shown\nno such route\n');
  expect(station.requests).toHaveLength(2);
});

describe('route diff', () => {
  const route = (prefix: string, attributes: object) => ({
    prefix,
    rd: null,
    pathId: null,
    stale: false,
    labels: null,
    attributes: { communities: [], extendedCommunities: [], largeCommunities: [], ...attributes },
  });
  const [left, right] = [
    route('10.0.0.0/8', { nextHop: '192.0.2.1', localPref: 100 }),
    route('10.0.0.0/8', { med: 5 }),
  ];
  const rows = [
    {
      kind: 'only-left',
      left: route('9.0.0.0/8', { nextHop: '192.0.2.1', asPath: '65100' }),
      right: null,
      differences: [],
    },
    { kind: 'changed', left, right, differences: ['nextHop', 'localPref', 'med', 'communities'] },
  ];
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const diff = (url: string, ...more: string[]) =>
    runRecorded(['route', 'diff', 'pe1:192.0.2.1:loc-rib', 'pe2:192.0.2.1:loc-rib', ...more, '--url', url]);

  test('shows on which side a route is, and what differs', async () => {
    await using station = await fakeStation(() => ({ text }));
    const { stdout, exitCode } = await diff(station.url, '-o', 'csv');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'ROUTE,PATH ID,SIDE,NEXT HOP,AS PATH,DIFFERENCES,STATE',
      '9.0.0.0/8,,left only,192.0.2.1,65100,,',
      '10.0.0.0/8,,both,192.0.2.1,,"nextHop 192.0.2.1 -> none, localPref 100 -> none, med none -> 5, communities none -> none",',
      '',
    ]);
    expect(station.requests).toEqual([
      '/v1/rib/ipv4-unicast/diff?left=pe1%3A192.0.2.1%3Aloc-rib&right=pe2%3A192.0.2.1%3Aloc-rib',
    ]);
  });

  test('passes rows on as they are', async () => {
    await using station = await fakeStation(() => ({ text }));
    expect((await diff(station.url, '-o', 'ndjson')).stdout).toBe(text);
  });

  test('of what is the same is nothing, which is no error', async () => {
    await using station = await fakeStation(() => ({ text: '' }));
    expect(await diff(station.url)).toMatchObject({ exitCode: 0, stderr: 'no difference\n' });
  });

  test('needs both sides', async () => {
    const said = await runRecorded(['route', 'diff', 'pe1:192.0.2.1:loc-rib']);
    expect(said).toMatchObject({ exitCode: 2, stdout: '' });
    expect(said.stderr).toContain('RIGHT is missing');
  });
});

describe('route history', () => {
  const none = () => ({ body: { data: [], page: { next: null, limit: 1000 } } });

  test.each([
    [['10.0.0.0/8'], '/v1/rib/ipv4-unicast/history?limit=1000&prefix=10.0.0.0%2F8'],
    [['2001:db8::1'], '/v1/rib/ipv6-unicast/history?limit=1000&prefix=2001%3Adb8%3A%3A1'],
    [
      ['0302beef', '--family', 'evpn', '--from', '2026-01-31T12:00:00Z'],
      '/v1/rib/evpn/history?limit=1000&from=2026-01-31T12%3A00%3A00Z&nlri=0302beef',
    ],
  ])('of %j asks for it', async (args, asked) => {
    await using station = await fakeStation(none);
    const said = await runRecorded(['route', 'history', ...args, '--url', station.url]);
    expect(station.requests).toEqual([asked]);
    expect(said).toMatchObject({ exitCode: 3, stderr: `no change of ${args[0]} in that time\n` });
  });

  test('shows a line for each change', async () => {
    const change = {
      time: '2026-01-31T12:00:00.123Z',
      prefix: '10.0.0.0/8',
      rd: null,
      router: 'pe1',
      peer: { address: '192.0.2.1' },
      view: 'loc-rib',
      pathId: null,
      attributes: {
        nextHop: '192.0.2.9',
        asPath: '65100',
        communities: ['65535:0'],
        extendedCommunities: [],
        largeCommunities: [],
      },
    };
    const data = [
      { ...change, kind: 'changed', reason: null, differences: ['nextHop', 'communities'] },
      { ...change, kind: 'hidden', reason: 'feed-down', differences: [] },
    ];
    await using station = await fakeStation(() => ({ body: { data, page: { next: null, limit: 1000 } } }));
    const { stdout } = await runRecorded(['route', 'history', '10.0.0.0/8', '-o', 'text', '--url', station.url]);
    expect(
      stdout
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      [
        '2026-01-31T12:00:00.123Z',
        'changed',
        '10.0.0.0/8',
        'pe1',
        '192.0.2.1',
        'loc-rib',
        '192.0.2.9',
        '65100',
        'GRACEFUL_SHUTDOWN',
        'nextHop, communities',
      ],
      [
        '2026-01-31T12:00:00.123Z',
        'hidden (feed-down)',
        '10.0.0.0/8',
        'pe1',
        '192.0.2.1',
        'loc-rib',
        '192.0.2.9',
        '65100',
        'GRACEFUL_SHUTDOWN',
      ],
    ]);
  });
});
