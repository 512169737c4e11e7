import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseStateOptions } from '#functions/state/options.ts';
import { carryOut } from '#functions/state/state.ts';
import type { LocalTable } from '#local/table.ts';
import { eventually } from '../lab/eventually.ts';
import { everything } from './everything.ts';
import { FaultyStation } from './faulty-station.ts';
import { sixComplete } from './scene.ts';

let station: FaultyStation;
let parts: AsyncDisposableStack;
beforeEach(async () => {
  parts = new AsyncDisposableStack();
  station = await FaultyStation.start();
  parts.defer(station.stop);
}, 30_000);
afterEach(() => parts.disposeAsync());

async function carry(from: LocalTable, to: LocalTable): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bmpaas-state-'));
  parts.defer(() => rm(directory, { recursive: true }));
  const file = join(directory, 'state.ndjson.zst');
  const run = async (line: string, { client, name }: LocalTable) => {
    const options = parseStateOptions([...line.split(' '), '--table', name]);
    return options ? await carryOut(options, client) : '';
  };
  const told = await run(`export --to ${file}`, from);
  await run(`import --from ${file}`, to);
  return told;
}

test('the state of a station in a table of its own: the API answers the same, and the feed goes on', async () => {
  station.lab.start();
  await sixComplete(station.api, 30);
  for (const id of ['nj01emd', 'md04emd', 'la06emd']) station.lab.router(id).stop();
  await eventually(10, async () => {
    const routers = await station.api.routers();
    expect(routers.every(({ session }) => session.lostAt !== null)).toBe(true);
  });
  const other = await FaultyStation.start();
  parts.defer(other.stop);
  expect(await carry(station.table, other.table)).not.toContain('meanwhile');

  expect(await everything(other.api)).toEqual(await everything(station.api));
  expect(await other.api.elements()).toEqual(await station.api.elements());
  expect(await other.api.rules()).toEqual(await station.api.rules());
  const { events, next } = await station.api.events(null);
  expect(events.length).toBeGreaterThan(0);
  expect(await other.api.events(null)).toEqual({ events, next });

  // Routers that connect to it go on where they were: nothing is discovered again.
  const session = await other.api.sessionOf('nj01emd');
  other.lab.start();
  await eventually(30, async () => {
    expect(await other.api.sessionOf('nj01emd')).toBe(session + 1);
    const feeds = (await other.api.peers()).flatMap((peer) => peer.feeds.map(({ state }) => state));
    expect(new Set(feeds)).toEqual(new Set(['synced']));
  });
  expect(await other.api.discoveryEventsAfter(next)).toEqual([]);
  await sixComplete(other.api);
}, 120_000);
