import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, report } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { Station } from '../station.ts';
import { LoopbackBgpd, type LoopbackRouter } from './loopback-bgpd.ts';

const pe: LoopbackRouter = { name: 'nj01emd', address: '127.0.70.1', bgpId: '1.1.1.1', asn: 65_000 };
const element: LoopbackRouter = { name: 'sc1', address: '127.0.70.2', bgpId: '11.11.11.11', asn: 65_101 };
const prefix = '10.10.10.1/32';

let bgpd: LoopbackBgpd;
let bmpPort: number;
let station: Station;
let data: string;

const startPe = (): Promise<void> =>
  bgpd.start(pe, [
    ...bgpd.neighbor(pe, element),
    ' address-family ipv4 unicast',
    `  neighbor ${element.address} soft-reconfiguration inbound`,
    `  neighbor ${element.address} route-map NOTHING out`,
    ' exit-address-family',
    ' bmp targets station',
    '  bmp stats interval 5000',
    '  bmp monitor ipv4 unicast pre-policy',
    '  bmp monitor ipv4 unicast post-policy',
    `  bmp listener 127.0.0.1 port ${bmpPort}`,
    ' exit',
    'exit',
    'route-map NOTHING deny 10',
  ]);

/** FRR refuses next hops on loopback. */
const startElement = (): Promise<void> =>
  bgpd.start(element, [
    ...bgpd.neighbor(element, pe),
    ' address-family ipv4 unicast',
    `  network ${prefix}`,
    `  neighbor ${pe.address} route-map OUT out`,
    ' exit-address-family',
    'exit',
    'route-map OUT permit 10',
    ' set ip next-hop 192.0.2.2',
  ]);

async function startStation(): Promise<void> {
  const ACTIVE_ROUTERS = JSON.stringify([{ address: '127.0.0.1', port: bmpPort }]);
  station = await Station.start(data, { ACTIVE_ROUTERS });
}

/** The router's session by its number, up and with the route of its element. */
const upWith = (id: number): Promise<number> =>
  eventually(90, async () => {
    const [router] = await station.api.routers();
    expect(router).toMatchObject({ id: pe.name, session: { id, state: 'up' } });
    const routes = await station.api.routes('ipv4-unicast', { router: pe.name });
    expect(routes.map((route) => route.prefix)).toContain(prefix);
  });

describe.skipIf(skipForLackOf([tools.bgpd, tools.vtysh]))('FRR as the passive side', () => {
  beforeAll(async () => {
    bgpd = await LoopbackBgpd.create(await freePort());
    bmpPort = await freePort();
    data = await mkdtemp(join(tmpdir(), 'bmplab-active-data-'));
    await startElement();
    await startStation();
  });

  afterAll(async () => {
    await station?.kill();
    await bgpd?.stop([pe, element]);
    await rm(data, { recursive: true, force: true });
  });

  test('a router that is not there at first is connected to once it is', async () => {
    await sleep(3000);
    expect(await station.api.routers()).toEqual([]);
    await startPe();
    report('router starts -> route known', await upWith(1));
  });

  test('there is one connection, and it is the station that made it', async () => {
    expect(await bgpd.vtysh(pe, 'show bmp')).toMatch(/127\.0\.0\.1/);
  });

  test('a router that is killed and comes back is connected to again', async () => {
    await bgpd.kill(pe);
    await startPe();
    report('router restarted -> route known', await upWith(2));
  });

  test('a station that is stopped and comes back connects again', async () => {
    await station.stop();
    await startStation();
    report('station restarted -> route known', await upWith(3));
  });

  test('a station that is killed and comes back connects again', async () => {
    await station.kill();
    await startStation();
    report('station killed and restarted -> route known', await upWith(4));
  });
});
