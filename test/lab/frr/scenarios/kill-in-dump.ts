import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Api } from '../../api.ts';
import { eventually, report } from '../../eventually.ts';
import { Gateway } from '../../gateway.ts';
import { Station } from '../../station.ts';
import { addStation, removeStation } from '../actions.ts';
import type { LabFixture } from '../fixture.ts';
import { management, nj, sc2, stationPort } from '../topology.ts';

const secondPort = stationPort + 1;
const secondTarget = 'second';
/** Octets of nj01emd's dump, some 700,000 in all, that get through before the kill. */
const killPoints = [150_000, 500_000];

/** kill -9 of a second station at nj01emd; the first one has seen the same router without any kill. */
export function killInDump(lab: LabFixture): void {
  test.for(killPoints)(
    'kill -9 of the station after %i octets of a dump, with --data -> same state after restart',
    // The context's own onTestFinished: with groups side by side the imported one can bind to another group's test.
    async (octets, { onTestFinished }) => {
      const directory = await mkdtemp(join(tmpdir(), 'bmplab-killed-'));
      const gateway = new Gateway(management.address, secondPort);
      let station = await Station.start(directory);
      onTestFinished(async () => {
        await removeStation(nj, secondTarget);
        await gateway.close();
        await station.kill();
        await rm(directory, { recursive: true, force: true });
      });
      gateway.holdAfter(octets);
      await gateway.open(station.bmpPort);
      await addStation(nj, secondTarget, secondPort);
      await eventually(20, async () => expect(gateway.relayed).toBe(octets));
      // Some of it is stored by now, some is on its way, some has not been sent.
      await eventually(20, async () => expect(await bulkRoutes(station.api)).not.toEqual([]));
      await station.kill();
      await gateway.close();

      station = await Station.start(directory);
      const total = sc2.bulkPrefixes * 2;
      const kept = await bulkRoutes(station.api);
      expect(kept.length, 'the premise: killed in mid-dump').toBeLessThan(total);
      gateway.holdAfter(Number.POSITIVE_INFINITY);
      await gateway.open(station.bmpPort);
      const expected = await stateOf(lab.api);
      expect(expected.routes.length).toBeGreaterThan(total);
      const duration = await eventually(60, async () => expect(await stateOf(station.api)).toEqual(expected));
      report(`killed after ${octets} octets (${kept.length} of ${total} routes kept) -> same state`, duration);
    },
  );
}

const bulkRoutes = (api: Api) => api.lookup('ipv4-unicast', { prefix: '10.66.0.0/16', match: 'covered' });

/** All that the API tells of nj01emd but times. */
async function stateOf(api: Api) {
  const filter = { router: nj.name };
  const elements = await api.elements(filter);
  const announcements = await api.announcements(filter);
  const routes = await api.lookup('ipv4-unicast', { ...filter, prefix: '0.0.0.0/0', match: 'covered' });
  const byText = (left: string, right: string): number => (left < right ? -1 : 1);
  return {
    elements: elements
      .map(({ id, state, missing, pairing }) => JSON.stringify({ id, state, missing, pairing }))
      .sort(byText),
    announcements: announcements
      .map(({ peerIp, serviceIp, role, communities, state }) =>
        JSON.stringify({ peerIp, serviceIp, role, communities, state }),
      )
      .sort(byText),
    routes: routes
      .map(({ prefix, view, peer, attributes, stale }) =>
        JSON.stringify({ prefix, view, peer: peer.address, attributes, stale }),
      )
      .sort(byText),
  };
}
