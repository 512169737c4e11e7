import { expect, test } from 'vitest';
import { answeringStation, rows } from './answering-station.ts';
import { chain, element, finding, group, steering } from './chain-rows.ts';
import { runRecorded } from './recording-terminal.ts';

const checks = [
  {
    words: ['chain', 'list'],
    path: '/v1/chains',
    all: [{ ...chain, name: 'in', state: 'complete' }, chain],
    failOn: 'lost,half-open',
    line: 'out is half-open, at hop 2 (11.11.11.1/32)',
  },
  {
    words: ['group', 'list'],
    path: '/v1/groups',
    all: [{ ...group, state: 'complete' }, group],
    failOn: 'lost',
    line: 'east is lost, 1 of 2 complete where 2 must be',
  },
  {
    words: ['element', 'list'],
    path: '/v1/elements',
    all: [{ ...element, state: 'complete' }, element],
    failOn: 'conflict, half-open',
    line: 'nj01emd~sc1 is half-open, untrust missing',
  },
  {
    words: ['steering', 'list'],
    path: '/v1/steering',
    all: [{ ...steering, state: 'resolved' }, steering],
    failOn: 'dangling',
    line: 'dst 192.0.2.0/24 to redirect-to-ip 11.11.11.1, copy redirect-to-ip 12.12.12.9 at nj01emd is dangling: no element has 12.12.12.9',
  },
  {
    words: ['findings'],
    path: '/v1/findings',
    all: [{ ...finding, severity: 'info' }, finding],
    failOn: 'warning',
    line: 'critical dangling-redirect s1: leads to nothing',
  },
] as const;

test.each(checks)(
  '$words: one line on stderr for each that fails, and 5',
  async ({ words, path, all, failOn, line }) => {
    await using station = await answeringStation({ [`GET ${path}`]: rows(...all) });
    const said = await runRecorded([...words, '--fail-on', failOn, '-o', 'ndjson', '--url', station.url]);
    expect(said).toMatchObject({ exitCode: 5, stderr: `${line}\n` });
    expect(said.stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(station.requests).toEqual([`${path}?limit=1000`]);
  },
);

test.each(checks)('$words: 0 where none fails', async ({ words, path, all, failOn }) => {
  await using station = await answeringStation({ [`GET ${path}`]: rows(all[0]) });
  const said = await runRecorded([...words, '--fail-on', failOn, '--url', station.url]);
  expect(said).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a finding fails from its severity on', async () => {
  const warning = { ...finding, severity: 'warning' };
  await using station = await answeringStation({ 'GET /v1/findings': rows(warning) });
  const check = async (severity: string) =>
    (await runRecorded(['findings', '--fail-on', severity, '--url', station.url])).exitCode;
  expect([await check('warning'), await check('critical')]).toEqual([5, 0]);
});

test.each([
  [
    ['chain', 'list', '--fail-on', 'lots'],
    /^--fail-on takes states of a chain \(.*\), not 'lots'; did you mean 'lost'\?$/,
  ],
  [['element', 'list', '--fail-on', ''], /^--fail-on takes states of an element \(.*\), not ''$/],
  [['steering', 'list', '--fail-on', 'dangling,lost'], /^--fail-on takes states of a redirect .* not 'lost'$/],
  [['findings', '--fail-on', 'info'], "--fail-on is one of warning, critical, not 'info'"],
  [['findings', '--fail-on', 'critcal'], /did you mean 'critical'\?$/],
  [['service-chain', 'discovered', '--fail-on', 'halfopen'], /did you mean 'half-open'\?$/],
  [
    ['group', 'list', '--state', 'complete', '--fail-on', 'lost'],
    '--fail-on lost can never fail with --state complete',
  ],
  [['findings', '--severity', 'info', '--fail-on', 'warning'], '--fail-on warning can never fail with --severity info'],
])('%j is a usage error, before anything is asked', async (argv, line) => {
  const said = await runRecorded([...argv, '--url', 'http://127.0.0.1:1']);
  expect(said).toMatchObject({ exitCode: 2, stdout: '' });
  expect(said.stderr.split('\n')[0]).toMatch(line);
});

test('what a router calls itself cannot drive the terminal', async () => {
  await using station = await answeringStation({ 'GET /v1/elements': rows({ ...element, id: '\u001b[2Jevil' }) });
  const { stderr } = await runRecorded(['element', 'list', '--fail-on', 'half-open', '--url', station.url]);
  expect(stderr).toBe('\ufffd[2Jevil is half-open, untrust missing\n');
});

test('a station that breaks off in the middle is no check that has passed', async () => {
  const first = { body: { data: [element], page: { next: 'more', limit: 1000 } } };
  await using station = await answeringStation({ 'GET /v1/elements': [first, { status: 500, body: {} }] });
  const said = await runRecorded(['element', 'list', '--fail-on', 'lost', '-o', 'ndjson', '--url', station.url]);
  expect(said.exitCode).toBe(1);
});
