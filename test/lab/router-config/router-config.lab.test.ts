import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouterRow } from '#model/api-rows.ts';
import { runRecorded } from '#test/cli/recording-terminal.ts';
import { eventually, report } from '../eventually.ts';
import { Gateway } from '../gateway.ts';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { Station } from '../station.ts';
import { createNetwork, destroyNetwork, network } from './network.ts';
import { bird, birdKnowsBmp, frr, routers, startBird, startFrr, startGobgp, startSpeaker } from './routers.ts';

const skipped = skipForLackOf([tools.bgpd, tools.vtysh, tools.ip, tools.gobgpd], { needsRoot: true });
const stationPort = 11_019;

/** As `bmpaas router-config` prints it. */
async function snippetOf(vendor: string, ...options: string[]): Promise<string> {
  const argv = ['router-config', '--vendor', vendor, '--station', `${network.address}:${stationPort}`, ...options];
  const { exitCode, stdout, stderr } = await runRecorded(argv);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

/** Views with the number of routes that each has. */
const routesOf = ({ feeds }: RouterRow): Record<string, number> => {
  const routes: Record<string, number> = {};
  for (const { view, routes: count } of feeds) routes[view] = (routes[view] ?? 0) + count;
  return routes;
};

describe.skipIf(skipped)('what router-config prints, in real routers', () => {
  const gateway = new Gateway(network.address, stationPort);
  let station: Station;

  beforeAll(async () => {
    await createNetwork(routers);
    station = await Station.start();
    await gateway.open(station.bmpPort);
    await startSpeaker();
  });
  afterAll(async () => {
    await destroyNetwork(routers);
    await gateway.close();
    await station?.stop();
  });

  async function arrives(sysName: string, views: Record<string, number>): Promise<RouterRow> {
    let found: RouterRow | undefined;
    const duration = await eventually(60, async () => {
      found = (await station.api.routers()).find((router) => router.sysName === sysName);
      expect(found && routesOf(found)).toEqual(views);
    });
    report(`${sysName} -> ${Object.keys(views).join(', ')}`, duration);
    return found ?? expect.fail();
  }

  test('FRR: typed into vtysh line by line, none refused', async () => {
    await startFrr(await snippetOf('frr', '--asn', `${frr.asn}`));
    const { vendor } = await arrives(frr.name, { 'adj-rib-in-pre': 1, 'adj-rib-in-post': 1 });
    expect(vendor).toBe('FRRouting');
  });

  test('GoBGP: in the file that gobgpd starts with', async () => {
    await startGobgp(await snippetOf('gobgp', '--sys-name', 'fra02gobgp'));
    const { id, vendor } = await arrives('fra02gobgp', { 'adj-rib-in-pre': 1, 'adj-rib-in-post': 1, 'loc-rib': 1 });
    expect({ id, vendor }).toEqual({ id: 'fra02gobgp', vendor: 'GoBGP' });
  });

  test.skipIf(!birdKnowsBmp())('BIRD: a session with its name and a feed', async () => {
    await startBird(await snippetOf('bird', '--sys-name', 'fra03bird', '--source-interface', bird.address));
    const { feeds, vendor } = await arrives('fra03bird', { 'adj-rib-in-post': 0 });
    expect({ vendor, endOfRib: feeds[0]?.endOfRib }).toEqual({ vendor: 'BIRD', endOfRib: 'received' });
  });
});
