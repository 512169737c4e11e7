import { expect, test } from 'vitest';
import { createSweep, type SweepResult } from '#functions/sweep/sweep.ts';
import { canaryRouterId } from '#model/canary.ts';
import { kinds } from '#model/keys.ts';
import { defaultTimings } from '#model/timings.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice } from '../../model/router-voice.ts';
import { ingestOver, kinesisEvent, putsOf } from '../ingest/stream.ts';

const left = Date.UTC(2026, 10, 1);
const minutes = (count: number) => count * 60_000;

/** What the sweep concludes so long after the router has left. */
async function sweepAfter(routerId: string, milliseconds: number): Promise<SweepResult> {
  const store = new InMemoryStore();
  const now = left + milliseconds;
  const voice = new RouterVoice(routerId);
  voice.now = left;
  voice.open().lose();
  await ingestOver(store, () => left).handler(kinesisEvent(putsOf(voice.records())));
  const claim = { routerId, session: 1, open: false, source: '192.0.2.1', bgpId: null, partitions: 1 };
  const times = { openedAt: left - minutes(1), heartbeatAt: left, closedAt: left };
  const collector = {
    collectorId: 'a',
    startedAt: 0,
    heartbeatAt: now,
    address: '',
    connections: 0,
    connectionsMax: 1,
  };
  await store.write([
    { put: { key: kinds.claim.key(routerId), document: { ...claim, ...times, collectorId: 'a' } } },
    { put: { key: kinds.collector.key('a'), document: collector } },
  ]);
  const sweep = createSweep({ store, stream: { put: async () => {} }, timings: defaultTimings, now: () => now });
  return sweep.run();
}

test('a router is missed after a minute, the canary when it did not come back three times', async () => {
  expect(await sweepAfter('nj01emd', minutes(2))).toMatchObject({ stale: ['nj01emd'] });
  expect(await sweepAfter(canaryRouterId, minutes(2))).toMatchObject({ stale: [] });
  expect(await sweepAfter(canaryRouterId, minutes(15))).toMatchObject({ stale: [], expired: [] });
  expect(await sweepAfter(canaryRouterId, minutes(17))).toMatchObject({ stale: [canaryRouterId], expired: [] });
  expect(await sweepAfter(canaryRouterId, minutes(46))).toMatchObject({ stale: [], expired: [canaryRouterId] });
});
