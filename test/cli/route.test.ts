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
