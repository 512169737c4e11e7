import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '#local/stack.ts';
import { defaultTimings } from '#model/timings.ts';
import { runRecorded } from '../cli/recording-terminal.ts';
import { Api } from '../lab/api.ts';
import { eventually } from '../lab/eventually.ts';
import { framesOf } from '../protocol/bmp/frames.ts';
import { anyPort, stationAddress } from './scene.ts';

/** GoBGP with routes of many families. The messages up to here announce, those behind it, up to its Peer Down, withdraw what neighbour 127.0.9.3 sent. */
const announcing = 122;
const withdrawing = 148;
const { frames } = framesOf(readFileSync(new URL('../fixtures/captures/gobgp-fam1-all.bmp', import.meta.url)));

let stack: Stack;
let api: Api;
let router: Socket;

const say = (from: number, to: number) => router.write(Buffer.concat(frames.slice(from, to).map(({ bytes }) => bytes)));

beforeAll(async () => {
  const options = { demo: false, bmp: anyPort, api: anyPort, data: null };
  stack = await startStack(options, pino({ level: 'silent' }), defaultTimings);
  api = new Api(stack.addresses.api);
  router = connect(stationAddress(stack.addresses.bmp));
  say(0, announcing);
}, 40_000);

afterAll(async () => {
  router?.destroy();
  await stack?.stop();
});

const found = async (family: string, query: Record<string, string>): Promise<unknown[]> => {
  const routes = await api.lookup(family, { view: 'adj-rib-in-post', ...query });
  return routes.map(({ prefix, rd, labels, attributes }) => [prefix, rd, labels, attributes.nextHop]);
};

async function counts(view: string): Promise<Record<string, number>> {
  const response = await fetch(`${stack.addresses.api}/v1/rib/stats?groupBy=view,family`);
  const { data } = (await response.json()) as { data: { view: string; family: string; routes: number }[] };
  return Object.fromEntries(data.filter((row) => row.view === view).map(({ family, routes }) => [family, routes]));
}

const listed = (family: string, query: Record<string, string>) =>
  api.routes(family, { router: 'gobgp-b', view: 'adj-rib-in-post', ...query });

const commandLine = (...words: string[]) =>
  runRecorded(['route', ...words, '--view', 'adj-rib-in-post', '-o', 'text', '--url', stack.addresses.api]);

test('VPN and labeled routes are found by address, by prefix, and under one route distinguisher', async () => {
  await eventually(15, async () =>
    expect(await found('vpnv4', { ip: '10.2.3.4' })).toEqual([['10.2.0.0/16', '65000:1', [2001], '192.0.2.1']]),
  );
  expect(await found('vpnv4', { prefix: '10.4.0.0/16' })).toEqual([['10.4.0.0/16', '65000:2', [0], '2001:db8::1']]);
  expect(await found('vpnv4', { prefix: '10.0.0.0/8', match: 'covered', rd: '100:100' })).toEqual([
    ['10.3.0.0/24', '100:100', [10], '127.0.9.2'],
  ]);
  expect(await found('vpnv6', { ip: '2001:db8:5::1' })).toEqual([
    ['2001:db8:5::/48', '65000:1', [2002], '2001:db8::1'],
  ]);
  expect(await found('ipv4-labeled', { ip: '10.2.1.1' })).toEqual([['10.2.1.0/24', null, [100, 200], '20.20.20.20']]);
  expect(await found('ipv6-labeled', { ip: '2001:db8:4::' })).toEqual([
    ['2001:db8:4::/48', null, [1002], '2001:db8::1'],
  ]);
});

test('every family is listed with as many routes as are counted', async () => {
  const routes = {
    ...{ 'ipv4-unicast': 5, 'ipv6-unicast': 3, 'ipv4-multicast': 1, 'ipv6-multicast': 1 },
    ...{ 'ipv4-labeled': 3, 'ipv6-labeled': 2, vpnv4: 6, vpnv6: 2, evpn: 13, vpls: 1 },
  };
  await eventually(15, async () => {
    expect(await counts('adj-rib-in-pre')).toEqual(routes);
    expect(await counts('adj-rib-in-post')).toMatchObject({ vpnv4: 6, evpn: 13, vpls: 1 });
  });
  for (const [family, count] of Object.entries(routes)) {
    expect(await listed(family, { view: 'adj-rib-in-pre' })).toHaveLength(count);
  }
});

test('routes are listed with their text, route distinguisher, labels and fields', async () => {
  expect(await listed('evpn', { rd: '65000:1', community: 'encapsulation:vxlan' })).toMatchObject([
    {
      nlri: '[2]:[0]:[48]:[aa:bb:cc:00:00:01]:[32]:[10.9.0.1]',
      rd: '65000:1',
      labels: [3002, 3003],
      fields: { type: 'mac-ip-advertisement', macAddress: 'aa:bb:cc:00:00:01', ipAddress: '10.9.0.1' },
      attributes: { nextHop: '192.0.2.1', asPath: '65030 65550' },
    },
  ]);
  expect(await listed('vpnv4', { rd: '65000:1', originAs: '65550' })).toMatchObject([
    { prefix: '10.1.0.0/16', rd: '65000:1', labels: [2001] },
    { prefix: '10.2.0.0/16', rd: '65000:1', labels: [2001] },
  ]);
  expect(await listed('vpls', {})).toMatchObject([
    { nlri: 've 1 offset 1 size 8', rd: '65000:1', labels: [800000], fields: { type: 'vpls-block', veId: 1 } },
  ]);
});

test('an attribute that the record carries as octets is shown decoded', async () => {
  const routes = await listed('evpn', { rd: '65000:1' });
  expect(routes.flatMap(({ attributes }) => attributes.pmsiTunnel ?? [])).toMatchObject([
    { label: 3004, tunnel: { type: 'ingress-replication', endpointAddress: '192.0.2.1' } },
  ]);
  expect(routes.flatMap(({ attributes }) => attributes.unknown)).toEqual([]);
});

test('the command line shows them', async () => {
  const { stdout } = await commandLine('list', '--family', 'vpls', '--router', 'gobgp-b');
  expect(stdout).toContain('65000:1 ve 1 offset 1 size 8');
  expect(stdout).toContain('800000');
  expect((await commandLine('lookup', '10.2.3.4', '--family', 'vpnv4')).stdout).toContain('65000:1 10.2.0.0/16');
  const refused = await commandLine('lookup', '10.2.3.4', '--family', 'evpn');
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('have no prefix to look up') });
});

test('routes of every family are counted, one each, and gone when they are withdrawn', async () => {
  await eventually(15, async () =>
    expect(await counts('adj-rib-in-post')).toMatchObject({ 'ipv4-labeled': 3, vpnv4: 6, vpnv6: 2, evpn: 13, vpls: 1 }),
  );
  say(announcing, withdrawing);
  await eventually(15, async () =>
    expect(await counts('adj-rib-in-post')).toMatchObject({ 'ipv4-labeled': 2, vpnv4: 3, vpnv6: 1, evpn: 7, vpls: 0 }),
  );
  expect(await found('vpnv4', { ip: '10.2.3.4' })).toEqual([]);
});
