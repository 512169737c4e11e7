import { expect, test } from 'vitest';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

const client = (id: string, source: string, state: string, since: string) => ({
  id,
  sysName: id,
  session: { state, since, lastMessageAt: since, source, sourcePort: 50001, collectorId: 'one' },
  counters: {
    messages: { initiation: 1, 'peer-up': 4, 'route-monitoring': 16, undecodable: 2 },
    bytes: 2276,
    announced: 8,
    withdrawn: 3,
  },
});

const clients = [
  client('a', '192.0.2.1', 'up', '2026-01-01T00:00:00.000Z'),
  client('b', '192.0.2.1', 'down', '2026-01-01T12:00:00.000Z'),
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
      'CLIENT  REMOTE SYSNAME  ADDRESS              STATE  LAST CHANGE               UP TIME      LAST MESSAGE',
      'a       a               192.0.2.1:50001      up     2026-01-01T00:00:00.000Z  1d 03:04:05  2026-01-01T00:00:00.000Z',
      'b       b               192.0.2.1:50001      down   2026-01-01T12:00:00.000Z               2026-01-01T12:00:00.000Z',
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
    'a,a,192.0.2.1:50001,up,2026-01-01T00:00:00.000Z,1d 03:04:05,2026-01-01T00:00:00.000Z',
  );
});

test('bmp statistics: messages by kind', async () => {
  await using server = await station();
  const { stdout } = await runRecorded(['bmp', 'statistics', '-o', 'csv', '--url', server.url]);
  const [header, first] = stdout.split('\n');
  expect(header).toBe(
    'CLIENT,INIT,PEER UP,PEER DOWN,ROUTE MON,STATS,MIRROR,TERM,UNKNOWN,UNDECODABLE,OCTETS,ANNOUNCED,WITHDRAWN',
  );
  expect(first).toBe('a,1,4,0,16,0,0,0,0,2,2276,8,3');
});
