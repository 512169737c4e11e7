import { expect, test } from 'vitest';
import { answeringStation, one, problem, rows } from './answering-station.ts';
import { announcement, chain, group, location, redirectTarget, since, steering } from './chain-rows.ts';
import { runRecorded } from './recording-terminal.ts';

const lists = [
  {
    words: ['chain', 'list'],
    path: '/v1/chains',
    row: chain,
    filters: ['--state', 'lost', '--location', 'nj', '--origin', 'rules'],
    query: 'state=lost&location=nj&origin=rules',
    text: [
      'CHAIN  ORIGIN  LOCATION  DIRECTION         STATE      HOPS                                                  SINCE                     ID',
      `out    rules             trust-to-untrust  half-open  group east > 11.11.11.1/32 (half-open) > la06emd~sc5  ${since}  c1`,
    ],
  },
  {
    words: ['group', 'list'],
    path: '/v1/groups',
    row: group,
    filters: ['--state', 'lost'],
    query: 'state=lost',
    text: ['GROUP  STATE  COMPLETE  NEEDED  SINCE  ID', 'east   lost   1 of 2    2              g1'],
  },
  {
    words: ['location', 'list'],
    path: '/v1/locations',
    row: location,
    filters: ['--fewer-complete-than', '2'],
    query: 'fewerCompleteThan=2',
    text: [
      'LOCATION  ROUTERS       ELEMENTS                 ANNOUNCEMENTS',
      'nj        1 up, 2 down  2 complete, 1 half-open',
    ],
  },
  {
    words: ['steering', 'list'],
    path: '/v1/steering',
    row: steering,
    filters: ['--state', 'dangling', '--router', 'nj01emd', '--target', 'rt:65000:1'],
    query: 'state=dangling&router=nj01emd&target=rt%3A65000%3A1',
    text: [
      'LOCATION  ROUTER   FAMILY         MATCH             TARGET                                                     ELEMENT      STATE     DETAIL                     LAST CHANGE',
      `nj        nj01emd  ipv4-flowspec  dst 192.0.2.0/24  redirect-to-ip 11.11.11.1, copy redirect-to-ip 12.12.12.9  nj01emd~sc1  dangling  no element has 12.12.12.9  ${since}`,
    ],
  },
  {
    words: ['announcement', 'list'],
    path: '/v1/announcements',
    row: announcement,
    filters: [
      ...['--location', 'nj', '--router', 'r', '--peer', 'p', '--role', 'trust', '--prefix', '11.11.11.1/32'],
      ...['--state', 'stale', '--accepted', 'yes', '--selected', 'no', '--advertised', 'unknown'],
    ],
    query:
      'location=nj&router=r&peer=p&role=trust&prefix=11.11.11.1%2F32&state=stale&accepted=yes&selected=no&advertised=unknown',
    text: [
      'LOCATION  ROUTER   PEER       ROLE   SERVICE IP     STATE      ACCEPTED  SELECTED  ADVERTISED  RULE   LAST CHANGE',
      `nj        nj01emd  10.1.11.2  trust  11.11.11.1/32  announced  yes       no        unknown     trust  ${since}`,
    ],
  },
  {
    words: ['rules', 'versions'],
    path: '/v1/discovery-rules/versions',
    row: { version: 3, writtenAt: since, author: 'arn:aws:iam::1:user/ops', comment: 'new site' },
    filters: [],
    query: '',
    text: [
      'VERSION  WRITTEN                   AUTHOR                   COMMENT',
      `3        ${since}  arn:aws:iam::1:user/ops  new site`,
    ],
  },
] as const;

test.each(lists)('$words in every format, with its filters', async ({ words, path, row, filters, query, text }) => {
  await using station = await answeringStation({ [`GET ${path}`]: rows(row) });
  const ask = (format: string) => runRecorded([...words, ...filters, '-o', format, '--url', station.url]);
  expect(await ask('text')).toEqual({ exitCode: 0, stdout: `${text.join('\n')}\n`, stderr: '' });
  expect(station.requests).toEqual([`${path}?limit=1000${query === '' ? '' : `&${query}`}`]);
  expect(JSON.parse((await ask('json')).stdout)).toEqual([row]);
  expect((await ask('ndjson')).stdout).toBe(`${JSON.stringify(row)}\n`);
  const names = text[0].split(/ {2,}/);
  expect((await ask('csv')).stdout.split('\n')[0]).toBe(names.join(','));
  expect((await ask('table')).stdout.split('\n')[1]?.split(/ *│ */)).toEqual(['', ...names, '']);
});

test.each(lists)('$words: what the station says of an error, and how it ends', async ({ words, path }) => {
  for (const [status, exitCode] of [
    [400, 2],
    [403, 4],
    [404, 3],
    [500, 1],
  ] as const) {
    await using station = await answeringStation({ [`GET ${path}`]: problem(status, 'for a reason') });
    const said = await runRecorded([...words, '--url', station.url]);
    expect(said.exitCode).toBe(exitCode);
    expect(said.stderr).toMatch(/^Refused: for a reason/);
  }
});

test.each([
  [['chain', 'list', '--state', 'half'], /^--state is one of .* not 'half'/],
  [['chain', 'list', '--origin', 'rule'], "--origin is one of rules, element, sfc, not 'rule'; did you mean 'rules'?"],
  [['announcement', 'list', '--accepted', 'ja'], "--accepted is one of yes, no, unknown, not 'ja'"],
  [['steering', 'list', '--state', 'danglng'], /did you mean 'dangling'\?$/],
])('%j is a usage error', async (argv, line) => {
  const said = await runRecorded(argv);
  expect(said.exitCode).toBe(2);
  expect(said.stderr.split('\n')[0]).toMatch(line);
});

test('states are coloured on a terminal only', async () => {
  await using station = await answeringStation({ 'GET /v1/steering': rows(steering) });
  const argv = ['steering', 'list', '--url', station.url];
  expect((await runRecorded(argv, { colour: true })).stdout).toContain('\u001b[31mdangling\u001b[39m');
  expect((await runRecorded(argv)).stdout).not.toContain('\u001b');
});

test('chain get: a line a hop', async () => {
  await using station = await answeringStation({ 'GET /v1/chains/c/1': one(chain) });
  const ask = (...more: string[]) => runRecorded(['chain', 'get', 'c/1', '--url', station.url, ...more]);
  const { stdout } = await ask('-o', 'text');
  expect(station.requests).toEqual(['/v1/chains/c%2F1']);
  expect(stdout).toBe(
    [
      'CHAIN      out',
      'ORIGIN     rules',
      'LOCATION',
      'DIRECTION  trust-to-untrust',
      'STATE      half-open',
      `SINCE      ${since}`,
      'ID         c1',
      '',
      'HOP  GROUP  SERVICE PREFIX  ELEMENT      STATE',
      '1    east                                complete',
      '2           11.11.11.1/32   nj01emd~sc1  half-open',
      '3                           la06emd~sc5  complete',
      '',
    ].join('\n'),
  );
  expect(JSON.parse((await ask('-o', 'json')).stdout)).toEqual(chain);
  expect((await ask('-o', 'csv')).stdout.split('\n')[2]).toBe('2,,11.11.11.1/32,nj01emd~sc1,half-open');
  expect((await ask('-o', 'ndjson')).stdout.split('\n')[0]).toBe(JSON.stringify({ number: 1, ...chain.hops[0] }));
  expect((await runRecorded(['chain', 'get', 'c2', '--url', station.url])).exitCode).toBe(3);
});

test('group get: a line a member', async () => {
  await using station = await answeringStation({ 'GET /v1/groups/g1': one(group) });
  const { stdout } = await runRecorded(['group', 'get', 'g1', '-o', 'text', '--url', station.url]);
  expect(stdout).toMatch(
    /^GROUP +east\nSTATE +lost\n[\s\S]*\n\nELEMENT +STATE\nnj01emd~sc2 +complete\nmd04emd~sc3 +lost\n$/,
  );
});

test('location get', async () => {
  await using station = await answeringStation({ 'GET /v1/locations/nj': one(location) });
  const { stdout } = await runRecorded(['location', 'get', 'nj', '--url', station.url]);
  expect(stdout).toMatch(/^LOCATION +nj\nROUTERS +1 up, 2 down\n/);
  expect((await runRecorded(['location', 'get'])).stderr).toMatch(/^location get: CODE is missing/);
});

test('redirect-target: the best first, no paging', async () => {
  await using station = await answeringStation({ 'GET /v1/redirect-targets': rows(redirectTarget) });
  const argv = ['redirect-target', '--location', 'nj', '--role', 'trust', '--family', 'ipv4-unicast', '-n', '1'];
  const { stdout, exitCode } = await runRecorded([...argv, '-o', 'text', '--url', station.url]);
  expect(station.requests).toEqual(['/v1/redirect-targets?location=nj&role=trust&family=ipv4-unicast&n=1']);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')[1]).toBe(`nj        nj01emd  nj01emd~sc2  12.12.12.1/32           ${since}`);
});

test('redirect-target: where there is none, the text of the API and 3', async () => {
  const none = problem(404, 'nj has 2 elements: 2 half-open.');
  await using station = await answeringStation({ 'GET /v1/redirect-targets': none });
  const said = await runRecorded(['redirect-target', '--url', station.url]);
  expect(said).toEqual({ exitCode: 3, stdout: '', stderr: 'Refused: nj has 2 elements: 2 half-open.\n' });
});
