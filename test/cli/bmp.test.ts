import { expect, test } from 'vitest';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

const client = (id: string, source: string, state: string, since: string, heldDownUntil: string | null = null) => ({
  id,
  sysName: id,
  session: { state, since, lastMessageAt: since, source, sourcePort: 50001, collectorId: 'one', heldDownUntil },
  counters: {
    messages: { initiation: 1, 'peer-up': 4, 'route-monitoring': 16, undecodable: 2 },
    messageBytes: { initiation: 64, 'peer-up': 800, 'route-monitoring': 1400, undecodable: 12 },
    bytes: 2276,
    announced: 8,
    withdrawn: 3,
  },
});

const clients = [
  client('a', '192.0.2.1', 'up', '2026-01-01T00:00:00.000Z'),
  client('b', '192.0.2.1', 'down', '2026-01-01T12:00:00.000Z', '2026-01-02T03:14:05.000Z'),
  client('c', '2001:db8::1', 'stale', '2026-01-01T06:00:00.000Z'),
];

const collector = (id: string, state: string) => ({
  id,
  startedAt: '2026-01-01T00:00:00.000Z',
  heartbeatAt: '2026-01-02T03:03:30.000Z',
  address: '0.0.0.0:11019',
  connections: 2,
  connectionsMax: 1000,
  state,
});

const collectors = [collector('one', 'up'), collector('two', 'down')];

const station = () =>
  fakeStation(({ pathname }) => ({
    body: {
      data: pathname === '/v1/collectors' ? collectors : clients,
      page: { next: null, limit: 1000 },
      meta: { asOf: '2026-01-02T03:04:05.000Z', staleRouters: ['b', 'c'] },
    },
  }));

test('bmp: stations, their clients, and up time of those that are up', async () => {
  await using server = await station();
  const { stdout, stderr } = await runRecorded(['bmp', '-o', 'text', '--url', server.url]);
  expect(stdout).toBe(
    [
      'STATION  ADDRESS        STATE  LAST CHANGE               CLIENTS  MAX',
      'one      0.0.0.0:11019  up     2026-01-01T00:00:00.000Z  2        1000',
      'two      0.0.0.0:11019  down   2026-01-02T03:03:30.000Z  2        1000',
      '',
      'CLIENT  REMOTE SYSNAME  ADDRESS              STATE  LAST CHANGE               UP TIME      LAST MESSAGE              HELD DOWN UNTIL',
      'a       a               192.0.2.1:50001      up     2026-01-01T00:00:00.000Z  1d 03:04:05  2026-01-01T00:00:00.000Z',
      'b       b               192.0.2.1:50001      down   2026-01-01T12:00:00.000Z               2026-01-01T12:00:00.000Z  2026-01-02T03:14:05.000Z',
      'c       c               [2001:db8::1]:50001  stale  2026-01-01T06:00:00.000Z               2026-01-01T06:00:00.000Z',
      '',
    ].join('\n'),
  );
  expect(stderr).toBe(
    'b is stale: what is shown is its last known state\nc is stale: what is shown is its last known state\n',
  );
});

test('bmp -o json: stations and clients as the API has them', async () => {
  await using server = await station();
  const { stdout } = await runRecorded(['bmp', '-o', 'json', '--url', server.url]);
  expect(JSON.parse(stdout)).toEqual({ stations: collectors, clients });
});

test('bmp -o csv is the clients', async () => {
  await using server = await station();
  const { stdout } = await runRecorded(['bmp', '-o', 'csv', '--url', server.url]);
  expect(stdout.split('\n')[1]).toBe(
    'a,a,192.0.2.1:50001,up,2026-01-01T00:00:00.000Z,1d 03:04:05,2026-01-01T00:00:00.000Z,',
  );
});

test('bmp statistics: messages and bytes by kind', async () => {
  await using server = await station();
  const { stdout } = await runRecorded(['bmp', 'statistics', '-o', 'text', '--url', server.url]);
  expect(stdout.split('\n').slice(0, 7)).toEqual([
    'CLIENT  KIND              MESSAGES  BYTES  ANNOUNCED  WITHDRAWN',
    'a       initiation        1         64',
    'a       peer-up           4         800',
    'a       route-monitoring  16        1400',
    'a       undecodable       2         12',
    'a       total             23        2276   8          3',
    'b       initiation        1         64',
  ]);
});

test('bmp statistics -o json: the routers with their counters, as the API has them', async () => {
  await using server = await station();
  const { stdout } = await runRecorded(['bmp', 'statistics', '-o', 'json', '--url', server.url]);
  expect(JSON.parse(stdout)).toEqual(clients);
});
