import { pino } from 'pino';
import { expect, test } from 'vitest';
import { defaultBackOff } from '#collector/back-off.ts';
import { Captures } from '#collector/capture/captures.ts';
import { OctetBudget } from '#collector/capture/session-opening.ts';
import { SessionTap } from '#collector/capture/session-tap.ts';
import { createMetrics } from '#collector/metrics.ts';
import { InMemoryRequests } from '../in-memory-requests.ts';
import { announcement, initiation, peerUp } from '../messages.ts';
import { MemoryDestination } from './memory-destination.ts';

const captures = new Captures({
  destination: new MemoryDestination(),
  requests: new InMemoryRequests(),
  collectorId: 'a',
  keptSeconds: 60,
  metrics: createMetrics(),
  log: pino({ level: 'silent' }),
  backOff: defaultBackOff,
  now: Date.now,
  abandon: new AbortController().signal,
});

test('what is kept of a session comes out of what all share, and goes back when it is over', () => {
  const shared = new OctetBudget(100_000);
  for (let session = 0; session < 5; session++) {
    const tap = new SessionTap(captures, shared);
    tap.hear(initiation('pe'), 0);
    tap.hear(peerUp('1.1.1.1'), 0);
    for (let index = 0; index < 2000; index++) tap.hear(announcement([`10.0.${index >> 8}.${index & 255}/32`]), 0);
    tap.end();
  }
  expect(shared.take(100_000)).toBe(true);
  expect(shared.take(1)).toBe(false);
});
