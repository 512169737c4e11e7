import { expect, test } from 'vitest';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

test.each([
  [[], '/v1/rib/ipv4-unicast/lookup?limit=1000&ip=192.0.2.1'],
  [['--no-stale'], '/v1/rib/ipv4-unicast/lookup?limit=1000&includeStale=false&ip=192.0.2.1'],
])('route lookup %j', async (options, asked) => {
  await using station = await fakeStation(() => ({ body: { data: [], page: { next: null, limit: 1000 } } }));
  await runRecorded(['route', 'lookup', '192.0.2.1', ...options, '--url', station.url]);
  expect(station.requests).toEqual([asked]);
});

test('route list asks for what its options say, and shows what has no prefix', async () => {
  const route = {
    nlri: '[3]:[0]:[32]:[192.0.2.1]',
    rd: '65000:1',
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    labels: [100, 200],
    attributes: { communities: [], extendedCommunities: [], largeCommunities: [] },
  };
  await using station = await fakeStation(() => ({ body: { data: [route], page: { next: null, limit: 1000 } } }));
  const options = ['--family', 'evpn', '--origin-as', '65000', '--as-path', '65100 65000'];
  const { stdout, exitCode } = await runRecorded(['route', 'list', ...options, '-o', 'text', '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ROUTE .*\n65000:1 \[3\]:\[0\]:\[32\]:\[192.0.2.1\] +nj01emd +10.0.0.1 +100 200\n$/);
  expect(station.requests).toEqual(['/v1/rib/evpn/routes?limit=1000&asPath=65100%2065000&originAs=65000']);
});

test.each([
  ['encapsulation:vxlan', 'vni 1000'],
  ['encapsulation:mpls', '62'],
])('an EVPN route with %s has %s', async (community, text) => {
  const route = {
    nlri: '[2]:[0]:[48]:[aa:bb:cc:00:01:02]:[0]:[]',
    rd: '65000:1',
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    labels: [62],
    fields: { labels: [{ label: 62, vni: 1000 }] },
    attributes: { communities: [], extendedCommunities: [community], largeCommunities: [] },
  };
  await using station = await fakeStation(() => ({ body: { data: [route], page: { next: null, limit: 1000 } } }));
  const { stdout } = await runRecorded(['route', 'list', '--family', 'evpn', '-o', 'csv', '--url', station.url]);
  expect(stdout).toContain(`,${text},`);
});

test('route list without a route ends with 3', async () => {
  await using station = await fakeStation(() => ({ body: { data: [], page: { next: null, limit: 1000 } } }));
  const { stderr, exitCode } = await runRecorded(['route', 'list', '--router', 'nj01emd', '--url', station.url]);
  expect({ stderr, exitCode }).toEqual({ stderr: 'no such route\n', exitCode: 3 });
});

test('route lookup shows well-known communities by name, and as numbers in JSON', async () => {
  const route = {
    prefix: '192.0.2.0/24',
    rd: null,
    router: 'nj01emd',
    peer: { address: '10.0.0.1' },
    attributes: { communities: ['13979:100', '65535:0'], extendedCommunities: ['color:0:100'], largeCommunities: [] },
  };
  const data = [{ prefix: route.prefix, family: 'ipv4-unicast', rd: null, routes: [route] }];
  await using station = await fakeStation(() => ({ body: { data, page: { next: null, limit: 1000 } } }));
  const shown = (format: string) => runRecorded(['route', 'lookup', '192.0.2.1', '-o', format, '--url', station.url]);
  expect((await shown('text')).stdout).toContain('13979:100 GRACEFUL_SHUTDOWN color:0:100');
  expect((await shown('json')).stdout).toContain('"65535:0"');
});
