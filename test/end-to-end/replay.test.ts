import { zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileFailures } from '#functions/replay/file-failures.ts';
import { discardedRecords } from '#functions/replay/invocation-record.ts';
import { type ReplayResult, replay } from '#functions/replay/replay.ts';
import { reportOf } from '#functions/replay/report.ts';
import { streamWriter } from '#functions/replay/stream-writer.ts';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';
import { eventually } from '../lab/eventually.ts';
import { everything } from './everything.ts';
import { FaultyStation } from './faulty-station.ts';
import { sixComplete } from './scene.ts';

const routerId = 'nj01emd';
/** Of four sessions, two views each. */
const dumps = 8;

let station: FaultyStation;
let faultless: FaultyStation;
beforeEach(async () => {
  [station, faultless] = await Promise.all([FaultyStation.start(), FaultyStation.start()]);
}, 30_000);
afterEach(async () => {
  await station.stop();
  await faultless.stop();
});

const replayed = (dryRun = false): Promise<ReplayResult> =>
  replay({
    failures: new FileFailures(station.failures),
    store: station.store,
    stream: streamWriter(station.stream.client, station.stream.name),
    names: null,
    dryRun,
    waitSeconds: 20,
  });

/** Kinds of the events that ingest has given up on. */
async function discardedKinds(): Promise<string[]> {
  const failures = new FileFailures(station.failures);
  const names = await failures.list().catch(() => []);
  const records = await Promise.all(names.map(async (name) => discardedRecords(await failures.read(name))));
  return records.flat().flatMap(({ data, partitionKey }) => {
    const { events } = decodeRecord(isCompressed(data) ? zstdDecompressSync(data) : data);
    return partitionKey === routerId ? events.map(({ kind }) => kind) : [];
  });
}

test('what ingest gave up on is put back, and the state is that of a run without faults', async () => {
  faultless.lab.start();
  await sixComplete(faultless.api, 30);
  station.refused.add(routerId);
  station.lab.start();
  // All has been said, and the silence behind it has lasted long enough to conclude from.
  await eventually(30, async () => {
    const kinds = await discardedKinds();
    expect(kinds.filter((kind) => kind === 'end-of-rib')).toHaveLength(dumps);
    expect(kinds.filter((kind) => kind === 'heartbeat').length).toBeGreaterThanOrEqual(3);
  });
  // Whatever it would say next would overtake what is to be put back.
  for (const { lab } of [station, faultless]) lab.router(routerId).stop();
  await eventually(20, async () => expect(await discardedKinds()).toContain('session-lost'));
  station.refused.clear();
  await eventually(20, async () => expect(await station.api.elements()).toHaveLength(4));

  const foretold = await replayed(true);
  const records = foretold.routers.find(({ key }) => key === routerId)?.records.replay ?? 0;
  expect(records).toBeGreaterThan(0);
  expect(foretold).toMatchObject({ put: 0, settled: [] });
  expect(await station.api.elements()).toHaveLength(4);

  const result = await replayed();
  expect(result).toMatchObject({ put: records, left: [], unusable: [] });
  expect(result.routers).toContainEqual({ key: routerId, records: { taken: records } });
  await sixComplete(station.api);
  expect(await everything(station.api)).toEqual(await everything(faultless.api));
  expect(await station.api.findings({ kind: 'suspect-feed' })).toEqual([]);

  expect(await replayed()).toEqual({ routers: [], put: 0, settled: [], left: [], unusable: [] });
}, 90_000);

test('what the router has overtaken is not put back: the result says so, and a resync mends it', async () => {
  for (const { lab, api } of [station, faultless]) {
    lab.start();
    await sixComplete(api, 30);
  }
  station.refused.add(routerId);
  for (const { lab } of [station, faultless]) lab.router(routerId).withdraw('sc1', 'trust');
  await eventually(20, async () => expect(await discardedKinds()).toContain('withdraw'));
  station.refused.clear();
  for (const { lab } of [station, faultless]) lab.router(routerId).withdraw('sc2', 'trust');
  await eventually(20, async () => expect(await station.api.stateOf(2)).toBe('half-open'));
  expect(await station.api.stateOf(1)).toBe('complete');

  const late = await replayed();
  expect(late).toMatchObject({ put: 0, settled: [] });
  expect(late.routers.find(({ key }) => key === routerId)?.records.overtaken).toBeGreaterThan(0);
  expect(reportOf(late, false)).toContain(`bmpaas router resync ${routerId}`);
  expect(await station.api.stateOf(1)).toBe('complete');

  for (const { lab } of [station, faultless]) lab.router(routerId).cut();
  await eventually(30, async () => {
    for (const { api } of [station, faultless])
      expect([await api.stateOf(1), await api.stateOf(2)]).toEqual(['half-open', 'half-open']);
    expect(await everything(station.api)).toEqual(await everything(faultless.api));
  });
  const mended = await replayed();
  expect(mended).toMatchObject({ put: 0, left: [] });
  expect(mended.settled.length).toBeGreaterThan(0);
  expect(mended.routers.find(({ key }) => key === routerId)?.records.superseded).toBeGreaterThan(0);
}, 120_000);
