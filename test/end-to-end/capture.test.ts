import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRecorded } from '../cli/recording-terminal.ts';
import { eventually } from '../lab/eventually.ts';
import { everything } from './everything.ts';
import { openScene, type Scene } from './scene.ts';

const settleSeconds = 2;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ settle: settleSeconds });
}, 40_000);
afterAll(async () => scene?.close());

const bmpaas = (...words: string[]) => runRecorded([...words, '--url', scene.url]);

interface Decoded {
  type: string;
  offset: number;
  length: number;
  sysName?: string;
}

/** What `bmpaas capture get … | bmpaas decode -` says. */
async function decoded(...words: string[]): Promise<Decoded[]> {
  const { exitCode, octets = Buffer.alloc(0) } = await bmpaas('capture', 'get', ...words);
  expect(exitCode).toBe(0);
  const { exitCode: decodes, stdout } = await runRecorded(['decode', '-'], { stdin: [octets] });
  expect(decodes).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): Decoded => JSON.parse(line));
}

test('a capture in the middle of a session is decoded by itself: Peer Ups first, then what the router says', async () => {
  expect((await bmpaas('capture', 'get', 'nj01emd')).exitCode).toBe(3);
  const started = await bmpaas('capture', 'start', 'nj01emd', '--minutes', '5', '--size', '1M', '--files', '2');
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  expect((await bmpaas('capture', 'start', 'nj01emd')).exitCode).toBe(1);
  await eventually(20, async () => {
    const types = (await decoded('nj01emd')).map(({ type }) => type);
    expect(types.slice(0, 5)).toEqual(['initiation', 'peer-up', 'peer-up', 'peer-up', 'peer-up']);
    expect(types).toContain('statistics-report');
  });
  expect((await bmpaas('capture', 'stop', 'nj01emd')).exitCode).toBe(0);
  await eventually(10, async () => {
    const { stdout } = await bmpaas('capture', 'list', '--state', 'ended', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ router: 'nj01emd', endReason: 'stopped by an operator' }]);
  });
  expect((await bmpaas('capture', 'stop', 'nj01emd')).exitCode).toBe(3);
  expect((await bmpaas('capture', 'get', 'nj01emd', '--file', '9')).exitCode).toBe(3);
}, 60_000);

test('with a resync it has the whole session, and no element has an event of it', async () => {
  const cursor = await scene.api.now();
  const before = await everything(scene.api);
  const session = await scene.api.sessionOf('md04emd');
  expect((await bmpaas('capture', 'start', 'md04emd', '--resync')).exitCode).toBe(0);
  await eventually(20, async () => {
    expect(await scene.api.sessionOf('md04emd')).toBe(session + 1);
    const messages = await decoded('md04emd');
    expect(messages[0]).toMatchObject({ type: 'initiation', sysName: 'md04emd', offset: 0 });
    const routes = messages.filter(({ type }) => type === 'route-monitoring');
    expect(routes.length).toBeGreaterThan(8);
  });
  await sleep(settleSeconds * 1000 + 1000);
  await eventually(20, async () => expect(await everything(scene.api)).toEqual(before));
  expect(await scene.api.discoveryEventsAfter(cursor)).toEqual([]);
  const { stdout } = await bmpaas('capture', 'show', 'md04emd', '-o', 'json');
  expect(JSON.parse(stdout)).toMatchObject({ dropped: { messages: 0 }, files: [{ preambleBytes: 0, number: 1 }] });
}, 60_000);

test('a resync closes the session once, and no element has an event of it', async () => {
  const cursor = await scene.api.now();
  const before = await everything(scene.api);
  const session = await scene.api.sessionOf('la06emd');
  const said = await bmpaas('router', 'resync', 'la06emd');
  expect(said.stdout).toBe(`session ${session} of la06emd will be closed within seconds\n`);
  await eventually(20, async () => expect(await scene.api.sessionOf('la06emd')).toBe(session + 1));
  await sleep(settleSeconds * 1000 + 1000);
  await eventually(20, async () => expect(await everything(scene.api)).toEqual(before));
  expect(await scene.api.sessionOf('la06emd')).toBe(session + 1);
  expect(await scene.api.discoveryEventsAfter(cursor)).toEqual([]);
}, 60_000);
