import { beforeEach, describe, expect, test } from 'vitest';
import { appendEvents } from '#functions/event-log.ts';
import { takeGauges } from '#functions/sweep/gauges.ts';
import { canaryRouterId } from '#model/canary.ts';
import { kinds } from '#model/keys.ts';
import type { ElementState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { ingestOver, kinesisEvent, putsOf } from '../ingest/stream.ts';
import { Publishing } from '../publish/publishing.ts';

const now = Date.UTC(2026, 10, 1);
const day = 24 * 3600 * 1000;
const trust = session('192.0.2.1', 65100, '10.0.0.1');
const untrust = session('192.0.2.5', 65101, '10.0.0.1');

let store: InMemoryStore;
beforeEach(() => {
  store = new InMemoryStore();
});

const gauges = (at = now) => takeGauges(store, at);

async function take(...voices: RouterVoice[]): Promise<void> {
  const { handler } = ingestOver(store, () => now);
  for (const voice of voices) await handler(kinesisEvent(putsOf(voice.records())));
}

/** An element at a router, of which both sides announce a service route. */
function voiceOf(routerId: string): RouterVoice {
  const voice = new RouterVoice(routerId);
  voice.now = now;
  voice.open().peerUp(trust).announce(trust, '198.51.100.1/32', ['13979:100']).endOfRib(trust);
  return voice.peerUp(untrust).announce(untrust, '198.51.100.2/32', ['13979:200']).endOfRib(untrust);
}

test('an empty station', async () => {
  expect(await gauges()).toEqual({
    routersUp: 0,
    routersSilent: 0,
    collectorsUp: 0,
    ingestLagSeconds: 0,
    publishLagSeconds: 0,
    elements: 0,
    halfOpenElements: 0,
    suspectFeeds: 0,
    criticalFindings: 0,
    warningFindings: 0,
  });
});

test('routers: up, silent, and no longer missed after a week', async () => {
  const lost = voiceOf('nj02emd').lose();
  lost.say({ kind: 'session-stale', reason: 'connection lost', afterSeq: 99 });
  await take(voiceOf('nj01emd'), lost);
  expect(await gauges()).toMatchObject({ routersUp: 1, routersSilent: 1 });
  expect(await gauges(now + 8 * day)).toMatchObject({ routersUp: 1, routersSilent: 0 });
});

test('collectors whose heart beats', async () => {
  const collector = { startedAt: now, address: '10.0.0.1:11019', connections: 0, connectionsMax: 400 };
  const put = (collectorId: string, heartbeatAt: number) => ({
    put: { key: kinds.collector.key(collectorId), document: { ...collector, collectorId, heartbeatAt } },
  });
  await store.write([put('a', now), put('b', now - 600_000)]);
  expect(await gauges()).toMatchObject({ collectorsUp: 1 });
});

describe('elements', () => {
  test('half-open ones, for as long as they are', async () => {
    const voice = voiceOf('nj01emd');
    await take(voice);
    expect(await gauges()).toMatchObject({ elements: 1, halfOpenElements: 0 });
    voice.now += 600_000;
    await take(voice.withdraw(untrust, '198.51.100.2/32'));
    expect(await gauges()).toMatchObject({ elements: 1, halfOpenElements: 1 });
  });

  test('one that several routers see is one; its parts and the lost are none', async () => {
    await take(voiceOf('nj01emd'));
    const [element] = await readAll(store, 'element');
    const put = (id: string, change: Partial<ElementState>) => ({
      put: { key: kinds.element.key('nj01emd', id), document: { ...element, id, ...change } },
    });
    const span = { ...element, id: '@nj~x', span: null, state: 'half-open' };
    await store.write([
      put('part', { span: '@nj~x', state: 'half-open' }),
      put('gone', { state: 'lost' }),
      { put: { key: kinds.span.key('@nj~x'), document: span } },
    ]);
    expect(await gauges()).toMatchObject({ elements: 2, halfOpenElements: 1 });
  });
});

test('findings by how bad they are', async () => {
  const voice = voiceOf('pe');
  voice.say({
    kind: 'undecodable',
    messageType: 0,
    reason: 'length',
    offset: 0,
    bytes: new Uint8Array(),
  });
  await take(voice);
  const kindsOf = (await readAll(store, 'finding')).map(({ kind }) => kind).sort();
  expect(kindsOf).toEqual(['suspect-feed', 'unknown-location']);
  expect(await gauges()).toMatchObject({ suspectFeeds: 1, warningFindings: 2, criticalFindings: 0 });
});

test('the canary is no router to wait for, and nothing is odd about its name', async () => {
  const voice = voiceOf(canaryRouterId).lose();
  voice.say({ kind: 'session-stale', reason: 'connection lost', afterSeq: 99 });
  await take(voice);
  expect(await gauges()).toMatchObject({ routersUp: 0, routersSilent: 0, warningFindings: 0 });
  expect(await readAll(store, 'finding')).toEqual([]);
});

test('publishing is as far behind as the oldest event that is not acknowledged is old', async () => {
  const publishing = new Publishing(store);
  const event = { type: 'peer.up' as const, routerId: 'nj01emd', subject: 'peer', data: {} };
  await appendEvents(store, 'c1', [{ ...event, id: '1', time: now - 90_000 }], 0);
  await appendEvents(store, 'c2', [{ ...event, id: '2', time: now - 30_000 }], 0);
  expect(await gauges()).toMatchObject({ publishLagSeconds: 90 });
  await publishing.publisher().run(publishing.time + 50_000);
  expect(await gauges()).toMatchObject({ publishLagSeconds: 0 });
});
