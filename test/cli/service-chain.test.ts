import { expect, test } from 'vitest';
import { type Answering, fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

const announcement = (peerIp: string, serviceIp: string, serviceIpType: string) => ({
  location: 'nj',
  vendor: 'FRRouting',
  peerIp,
  deviceId: '01emd',
  serviceIp,
  serviceIpType,
  role: serviceIpType.toLowerCase(),
  router: 'nj01emd',
  state: 'announced',
});
const trust = announcement('10.1.11.2', '11.11.11.1/32', 'Trust');
const untrust = announcement('10.1.12.2', '11.11.11.2/32', 'Untrust');
const halfOpen = { id: 'nj01emd~sc1', state: 'half-open', missing: ['untrust'], interfaces: { trust: [trust] } };

const page = (data: unknown[], next: string | null = null) => ({
  body: { data, page: { next, limit: 1000 }, meta: { asOf: '2026-01-01T00:00:00Z', staleRouters: [] } },
});

const discovered: Answering = ({ pathname, searchParams }) => {
  if (pathname === '/v1/elements') return page(searchParams.get('state') === 'half-open' ? [halfOpen] : []);
  return searchParams.get('cursor') === 'second' ? page([untrust]) : page([trust], 'second');
};

test('the layout of the original, octet for octet, over all pages', async () => {
  await using station = await fakeStation(discovered);
  const { stdout, exitCode } = await runRecorded(['service-chain', 'discovered', '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    '\t\tLocation\t: nj\n' +
      '\t\tVendor\t  \t: FRRouting\n' +
      '\t\tPeer IP\t  \t: 10.1.11.2\n' +
      '\t\tDevice ID\t: 01emd\n' +
      '\t\tService IP\t: 11.11.11.1/32\n' +
      '\t\tService IP Type : Trust\n' +
      '\n' +
      '\t\tLocation\t: nj\n' +
      '\t\tVendor\t  \t: FRRouting\n' +
      '\t\tPeer IP\t  \t: 10.1.12.2\n' +
      '\t\tDevice ID\t: 01emd\n' +
      '\t\tService IP\t: 11.11.11.2/32\n' +
      '\t\tService IP Type : Untrust\n' +
      '\n',
  );
});

test('`show` in front, and options before the command, change nothing', async () => {
  await using station = await fakeStation(discovered);
  const plain = await runRecorded(['service-chain', 'discovered', '--url', station.url]);
  expect(await runRecorded(['--url', station.url, 'show', 'service-chain', 'discovered'])).toEqual(plain);
  expect(await runRecorded(['show', 'service-chain', 'discovered'], { env: { BMPAAS_URL: station.url } })).toEqual(
    plain,
  );
});

test('filters go to the API', async () => {
  await using station = await fakeStation(discovered);
  const filters = ['--location', 'nj', '--role', 'trust', '--state', 'stale'];
  await runRecorded(['service-chain', 'discovered', '--url', station.url, ...filters]);
  expect(station.requests[0]).toBe('/v1/announcements?limit=1000&location=nj&role=trust&state=stale');
});

test('a state that only elements have shows the announcements of those elements', async () => {
  await using station = await fakeStation(discovered);
  const { stdout } = await runRecorded([
    'service-chain',
    'discovered',
    '-o',
    'ndjson',
    '--state',
    'half-open',
    '--url',
    station.url,
  ]);
  expect(stdout).toBe(`${JSON.stringify(trust)}\n`);
});

test('--fail-on says which element and ends with 5, whatever the role shown', async () => {
  await using station = await fakeStation(discovered);
  const check = ['service-chain', 'discovered', '--role', 'trust', '--fail-on', 'half-open,lost', '--url', station.url];
  const { exitCode, stderr } = await runRecorded(check);
  expect(exitCode).toBe(5);
  expect(stderr).toBe('nj01emd~sc1 is half-open, untrust missing\n');
  expect(station.requests).toContain('/v1/elements?limit=1000&state=half-open');
});

test('--fail-on with nothing to fail on ends with 0', async () => {
  await using station = await fakeStation(discovered);
  const { exitCode } = await runRecorded(['service-chain', 'discovered', '--fail-on', 'lost', '--url', station.url]);
  expect(exitCode).toBe(0);
});

test('--fail-on takes no word that is no state', async () => {
  const { exitCode, stderr } = await runRecorded(['service-chain', 'discovered', '--fail-on', 'halfopen']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^--fail-on .*'halfopen'/);
});

test('what a router calls itself cannot drive the terminal', async () => {
  const hostile = { ...trust, vendor: '\u001b[2Jevil\n' };
  await using station = await fakeStation(() => page([hostile]));
  for (const format of ['text', 'table']) {
    const { stdout } = await runRecorded(['service-chain', 'discovered', '-o', format, '--url', station.url]);
    expect(stdout).toContain('\ufffd[2Jevil\ufffd');
    expect(stdout).not.toContain('\u001b');
  }
});
