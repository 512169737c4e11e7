import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeStation, fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

let station: FakeStation;
let answer: { status: number; body: unknown; text?: string };

beforeAll(async () => {
  station = await fakeStation(() => answer);
});

afterAll(async () => {
  await station[Symbol.asyncDispose]();
});

const problem = (status: number, rest: object) => ({
  status,
  body: { type: 'about:blank', title: 'Title', status, requestId: 'r-1', ...rest },
});

test.each([
  [
    problem(400, {
      detail: 'loction: is not known here',
      errors: [
        { parameter: 'loction', detail: 'is not known here' },
        { parameter: 'limit', detail: 'is too large' },
      ],
    }),
    2,
    'Title: loction: is not known here: limit: is too large',
  ],
  [problem(422, { detail: 'Host bits set: 10.0.0.0/8' }), 2, 'Title: Host bits set: 10.0.0.0/8'],
  [problem(404, { detail: 'No such element' }), 3, 'Title: No such element'],
  [
    { status: 403, body: { message: 'Missing Authentication Token' } },
    4,
    'Missing Authentication Token (403): the request had neither signature nor token (--profile, --token)',
  ],
  [problem(401, {}), 4, 'Title (401): the request had neither'],
  [problem(500, { detail: 'Something\nbroke' }), 1, 'Title: Something broke (request r-1)'],
  [{ status: 502, body: null, text: '<html>' }, 1, / answered 502$/],
  [{ status: 200, body: null, text: '<html>' }, 1, /does not speak the API/],
])('answer %j', async (given, exitCode, line) => {
  answer = given;
  const said = await runRecorded(['element', 'get', 'x', '--url', station.url]);
  expect(said.exitCode).toBe(exitCode);
  expect(said.stdout).toBe('');
  const [told] = said.stderr.split('\n');
  if (typeof line === 'string') expect(told).toContain(line);
  else expect(told).toMatch(line);
});

test('no station: one line with the address and the cause', async () => {
  const gone = await fakeStation(() => answer);
  await gone[Symbol.asyncDispose]();
  const said = await runRecorded(['router', 'list', '--url', gone.url]);
  expect(said).toMatchObject({ exitCode: 1, stdout: '' });
  expect(said.stderr).toMatch(new RegExp(`^no answer from ${gone.url}: .*ECONNREFUSED`));
});

test.each([
  [['elment', 'list'], "unknown command 'elment list'; did you mean 'element list'?"],
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['show'], 'a command is missing'],
  [['--url', 'http://127.0.0.1:1'], 'a command is missing'],
  [['peer', 'list', '--router'], "Option '--router <value>' argument missing"],
  [['peer', 'list', '--ruter', 'x'], "unknown option '--ruter'; did you mean '--router'?"],
  [['peer', 'list', '-x'], "unknown option '-x'"],
  [['peer', 'list', 'nj01emd'], "peer list: unexpected argument 'nj01emd'"],
  [['element', 'get'], 'element get: ID is missing'],
  [['peer', 'list', '-o', 'yaml'], "peer list: --output is one of table, json, ndjson, csv, text, not 'yaml'"],
  [['peer', 'list', '--url', 'ftp://x'], "--url is not an http or https address: 'ftp://x'"],
  [
    ['route', 'lookup', '10.0.0.1', '--match', 'best'],
    "--match is one of longest, exact, covering, covered, not 'best'",
  ],
  [['decode', '--format', 'zip'], "--format is one of bmp, pcap, not 'zip'"],
])('%j is a usage error', async (argv, line) => {
  const said = await runRecorded(argv);
  expect(said).toMatchObject({ exitCode: 2, stdout: '' });
  expect(said.stderr.split('\n')).toEqual([line, "'bmpaas help' shows what there is", '']);
});

test('help names every command, and each command its options', async () => {
  const overview = await runRecorded(['help']);
  expect(overview.exitCode).toBe(0);
  expect(overview.stdout).toContain('service-chain discovered');
  const own = await runRecorded(['help', 'route', 'lookup']);
  expect(own.stdout).toMatch(/usage: bmpaas route lookup IP\|PREFIX[\s\S]*--match HOW +which prefixes: longest, exact/);
  expect(await runRecorded(['route', 'lookup', '-h'])).toEqual(own);
  expect((await runRecorded([])).exitCode).toBe(2);
});
