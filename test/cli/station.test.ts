import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openScene, type Scene } from '../end-to-end/scene.ts';
import { eventually } from '../lab/eventually.ts';
import { type RunOptions, runRecorded } from './recording-terminal.ts';

/** The command line against the whole platform with the reference lab connected to it. */

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
}, 40_000);
afterAll(async () => scene?.close());

const ask = (argv: readonly string[], options: RunOptions = {}) =>
  runRecorded(argv, { ...options, env: { BMPAAS_URL: scene.url } });

const rowsOf = async (argv: readonly string[]): Promise<Record<string, unknown>[]> => {
  const { exitCode, stdout, stderr } = await ask([...argv, '-o', 'ndjson']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

test('service-chain discovered: twelve blocks, octet for octet those of the API', async () => {
  const { exitCode, stdout } = await ask(['show', 'service-chain', 'discovered', '--fail-on', 'half-open,lost']);
  expect(exitCode).toBe(0);
  expect(stdout.match(/^\t\tLocation\t: (nj|md|la)$/gm)).toHaveLength(12);
  const response = await fetch(`${scene.url}/v1/announcements?limit=1000`, { headers: { accept: 'text/plain' } });
  expect(stdout).toBe(await response.text());
});

test('service-chain discovered: location and role narrow it', async () => {
  const rows = await rowsOf(['service-chain', 'discovered', '--location', 'la', '--role', 'untrust']);
  expect(rows.map(({ serviceIp }) => serviceIp)).toEqual(['15.15.15.2/32', '16.16.16.2/32']);
  const byElement = await rowsOf(['service-chain', 'discovered', '--location', 'la', '--state', 'complete']);
  expect(byElement.map(({ serviceIp }) => serviceIp)).toHaveLength(4);
});

test('element list and get', async () => {
  const { stdout } = await ask(['element', 'list', '--location', 'nj']);
  expect(stdout).toMatch(/│ nj +│ nj01emd │ \S+ +│ 11\.11\.11\.1\/32 │ 11\.11\.11\.2\/32 │ complete │ /);
  const [element] = await rowsOf(['element', 'list', '--service-ip', '12.12.12.2']);
  const one = await ask(['element', 'get', String(element?.id)]);
  expect(one.stdout).toMatch(/^TRUST +12\.12\.12\.1\/32$/m);
  expect(await ask(['element', 'get', 'nobody'])).toMatchObject({ exitCode: 3, stdout: '' });
});

test('bmp: the station and its clients', async () => {
  // The count of connections is told within a second.
  let parts: string[] = [];
  await eventually(10, async () => {
    parts = (await ask(['bmp', '-o', 'text'])).stdout.split('\n\n');
    expect(parts[0]).toMatch(/^STATION +ADDRESS +STATE +LAST CHANGE +CLIENTS +MAX\n\S+ +\S+:\d+ +up +\S+Z +3 +\d+$/);
  });
  const [, clients] = parts;
  expect(clients?.split('\n')[0]).toMatch(/^CLIENT +REMOTE SYSNAME +ADDRESS +STATE +LAST CHANGE +UP TIME/);
  expect(clients).toMatch(/^nj01emd +nj01emd +127\.0\.0\.1:\d+ +up +\S+Z +00:\d\d:\d\d/m);
  const json = JSON.parse((await ask(['bmp', '-o', 'json'])).stdout);
  expect(json.clients).toHaveLength(3);
});

// Its counters are up to 15 seconds old as long as a router keeps talking.
test('bmp statistics: rows for each client', { timeout: 40_000 }, async () => {
  await eventually(30, async () => {
    const { stdout } = await ask(['bmp', 'statistics', '-o', 'csv']);
    for (const client of ['la06emd', 'md04emd', 'nj01emd']) {
      expect(stdout).toMatch(new RegExp(`^${client},route-monitoring,[1-9]\\d*,[1-9]\\d*,,$`, 'm'));
      expect(stdout).toMatch(new RegExp(`^${client},total,[1-9]\\d*,[1-9]\\d*,[1-9]\\d*,\\d+$`, 'm'));
    }
  });
});

test('router and peer lists', async () => {
  expect((await rowsOf(['router', 'list', '--state', 'up'])).map(({ id }) => id)).toEqual([
    'la06emd',
    'md04emd',
    'nj01emd',
  ]);
  const peers = await rowsOf(['peer', 'list', '--router', 'md04emd']);
  expect(peers).toHaveLength(4);
  const one = await ask(['peer', 'get', String(peers[0]?.id)]);
  expect(one.stdout).toMatch(/^FEEDS +adj-rib-in-pre ipv4-unicast synced/m);
  expect((await ask(['router', 'get', 'nj01emd'])).stdout).toMatch(/^SYSNAME +nj01emd$/m);
});

test('route lookup', async () => {
  const rows = await rowsOf(['route', 'lookup', '13.13.13.1']);
  expect(rows.map(({ prefix, view }) => [prefix, view])).toEqual(
    [
      ['13.13.13.1/32', 'adj-rib-in-pre'],
      ['13.13.13.1/32', 'adj-rib-in-post'],
    ].sort(),
  );
  expect((await ask(['route', 'lookup', '13.13.13.0/24', '--match', 'covered'])).stdout).toMatch(/13\.13\.13\.2\/32/);
  expect(await rowsOf(['route', 'lookup', '13.13.13.1', '--no-stale'])).toEqual(rows);
  const none = await ask(['route', 'lookup', '203.0.113.1']);
  expect(none).toMatchObject({ exitCode: 3, stderr: 'no route for 203.0.113.1\n' });
});

test('route list: by community, and all of a table as it streams', async () => {
  const trust = await rowsOf(['route', 'list', '--community', '13979:1-100', '--view', 'adj-rib-in-pre']);
  expect(trust.map(({ prefix }) => prefix)).toEqual([11, 12, 13, 14, 15, 16].map((n) => `${n}.${n}.${n}.1/32`));
  expect(await rowsOf(['route', 'list'])).toHaveLength(24);
  const refused = await ask(['route', 'list', '--as-path', '(65']);
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('missing closing )') });
});

test('route diff: before and after policy is the same here, and two routers have different elements', async () => {
  const peers = await rowsOf(['peer', 'list', '--state', 'up']);
  const feedsOf = (router: string) =>
    peers.filter((peer) => peer.router === router).map(({ address }) => `${router}:${address}:adj-rib-in-pre`);
  const [left = '', right = ''] = [...feedsOf('nj01emd').slice(0, 1), ...feedsOf('md04emd').slice(0, 1)];
  const same = await ask(['route', 'diff', left, left.replace('-pre', '-post')]);
  expect(same).toMatchObject({ exitCode: 0, stderr: 'no difference\n' });
  expect((await ask(['route', 'diff', left, right, '-o', 'csv'])).stdout).toMatch(/,left only,.*\n.*,right only,/);
  const gone = await ask(['route', 'diff', left, 'nj01emd:192.0.2.99:loc-rib']);
  expect(gone).toMatchObject({ exitCode: 3, stdout: '' });
});

test('errors of the API: host bits, a family and a state that do not exist', async () => {
  const hostBits = await ask(['route', 'lookup', '13.13.13.1/24']);
  expect(hostBits.exitCode).toBe(2);
  expect(hostBits.stderr).toContain('13.13.13.0/24');
  expect((await ask(['route', 'lookup', '13.13.13.1', '--family', 'ipv5-unicast'])).exitCode).toBe(3);
  const state = await ask(['router', 'list', '--state', 'upp']);
  expect(state.exitCode).toBe(2);
  expect(state.stderr).toMatch(/^[^\n]*state[^\n]*\n/);
});

test('summary and findings', async () => {
  const { stdout } = await ask(['summary', '-o', 'text']);
  expect(stdout).toMatch(/^elements complete +6$/m);
  expect(stdout).toMatch(/^routes adj-rib-in-pre ipv4-unicast +12$/m);
  expect((await ask(['findings'])).exitCode).toBe(0);
});

test('events --follow shows a withdraw as it happens, and --fail-on the element it breaks', async () => {
  const recorded = await rowsOf(['events']);
  expect(recorded.filter(({ type }) => type === 'announcement.added')).toHaveLength(12);
  const following = ask(['events', '--follow', '--type', 'announcement.withdrawn'], {
    onOutput: (line) => {
      throw new Error(`seen: ${line}`);
    },
  });
  await sleep(300);
  scene.lab.router('nj01emd').withdraw('sc1', 'untrust');
  expect((await following).stderr).toMatch(/^seen: \S+Z +announcement\.withdrawn +\S*11\.11\.11\.2/);
  await eventually(15, async () => {
    const check = await ask(['service-chain', 'discovered', '--fail-on', 'half-open']);
    expect(check).toMatchObject({ exitCode: 5, stderr: expect.stringMatching(/ is half-open, untrust missing\n$/) });
  });
  scene.lab.router('nj01emd').announce('sc1', 'untrust');
});

test('route history and --at show what became of it', async () => {
  const changes = async () => await rowsOf(['route', 'history', '11.11.11.2/32', '--view', 'adj-rib-in-pre']);
  await eventually(15, async () => {
    expect((await changes()).map(({ kind }) => kind)).toEqual(['announced', 'withdrawn', 'announced']);
  });
  const [, withdrawn] = await changes();
  const before = new Date(Date.parse(String(withdrawn?.time)) - 1).toISOString();
  expect(await rowsOf(['route', 'lookup', '11.11.11.2', '--at', before])).toHaveLength(2);
  const text = await ask(['route', 'history', '11.11.11.2', '-o', 'text']);
  expect(text.stdout).toMatch(/^TIME +CHANGE +ROUTE +ROUTER/);
  const early = await ask(['route', 'lookup', '11.11.11.2', '--at', '2020-01-01T00:00:00Z']);
  expect(early).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is older than what is kept') });
});

test('chains, locations, redirect targets and topology agree with the elements', async () => {
  const elements = (await rowsOf(['element', 'list'])).map(({ id }) => id);
  const check = ['--fail-on', 'half-open,lost,conflict'];
  await eventually(15, async () => expect((await ask(['chain', 'list', ...check])).exitCode).toBe(0));
  expect((await rowsOf(['chain', 'list', '--origin', 'element'])).map(({ id }) => id)).toEqual(elements);
  expect((await ask(['location', 'list', '-o', 'text'])).stdout).toMatch(/^nj +1 up +2 complete +2 trust, 2 untrust$/m);
  expect((await rowsOf(['redirect-target', '--location', 'md', '-n', '1'])).map(({ trust }) => trust)).toEqual([
    expect.stringMatching(/^1[34]\.1[34]\.1[34]\.1\/32$/),
  ]);
  const none = await ask(['redirect-target', '--location', 'nowhere']);
  expect(none).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('nowhere') });
  const tree = (await ask(['topology', '--location', 'la'])).stdout;
  expect(tree).toMatch(/^la\n└─ la06emd {2}up\n {3}├─ .* complete .*\n[\s\S]* {6}└─ untrust 16\.16\.16\.2\/32/);
  expect((await ask(['steering', 'list', '--fail-on', 'dangling,half-open'])).exitCode).toBe(0);
});

test('element why and events tell of the withdraw', async () => {
  const [element] = await rowsOf(['element', 'list', '--service-ip', '11.11.11.1']);
  const id = String(element?.id);
  expect((await ask(['element', 'why', id])).stdout).toMatch(
    /is complete\n[\s\S]* pairs [\s\S]*\n {2}untrust 11\.11\.11\.2\/32 from .*\n {4}pre yes → post yes → /,
  );
  const events = await rowsOf(['element', 'events', id, '--from', '1h']);
  expect(events.map(({ type }) => type)).toContain('announcement.withdrawn');
});

test('rules: got, tried, refused, applied, and an override drains', { timeout: 60_000 }, async () => {
  const rules = (await ask(['rules', 'get'])).stdout;
  const give = (argv: readonly string[], text: string) => ask(['rules', ...argv], { stdin: [Buffer.from(text)] });
  expect(await give(['validate', '-'], rules)).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await give(['diff', '-', '--fail-on-change'], rules)).exitCode).toBe(0);
  const refused = await give(['validate', '-'], rules.replace('communities:', 'comunities:'));
  expect(refused).toMatchObject({ exitCode: 5, stderr: expect.stringMatching(/^standard input:\d+: roles\.0\.comun/) });
  const other = rules.replace('13979:200', '13979:999');
  const diff = await give(['diff', '-', '--fail-on-change'], other);
  expect(diff.exitCode).toBe(5);
  expect(diff.stdout).toMatch(/^- announcement [\s\S]*\n~ element .* state complete -> half-open/);
  const applied = await give(['apply', '-', '--comment', 'other', '--if-version', '0', '--wait', '30'], other);
  expect(applied).toMatchObject({ exitCode: 0, stdout: 'version 1 is written\n' });
  expect((await ask(['redirect-target'])).exitCode).toBe(3);
  expect((await give(['apply', '-', '--if-version', '0'], rules)).exitCode).toBe(1);
  expect((await give(['apply', '-', '--wait', '30'], rules)).exitCode).toBe(0);
  const [element] = await rowsOf(['element', 'list', '--service-ip', '16.16.16.1']);
  const drain = JSON.stringify({ element: element?.id, drain: true });
  expect((await ask(['override', 'set', '-'], { stdin: [Buffer.from(drain)] })).exitCode).toBe(0);
  await eventually(15, async () => expect((await ask(['element', 'list', '--fail-on', 'draining'])).exitCode).toBe(5));
  expect((await ask(['override', 'delete', `element:${element?.id}`])).exitCode).toBe(0);
  expect((await rowsOf(['rules', 'versions'])).map(({ version }) => version)).toEqual([4, 3, 2, 1, 0]);
});
