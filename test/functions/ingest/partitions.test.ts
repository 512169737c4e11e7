import { beforeEach, describe, expect, it } from 'vitest';
import { createSweep } from '#functions/sweep/sweep.ts';
import { kinds } from '#model/keys.ts';
import { defaultTimings } from '#model/timings.ts';
import { readHeadsOf } from '#rib/rows/head.ts';
import { readOne } from '#rib/store/documents.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { RouterVoice, session } from '../../model/router-voice.ts';
import { ingestOver, kinesisEvent, putsOf } from './stream.ts';

const first = session('192.0.2.1', 65100, '10.0.0.1');
const second = session('192.0.2.2', 65200, '10.0.0.2');

/** A router of two partitions, with a peer in each, that loses its connection once both are known. */
describe('after a reconnect of a router of two partitions', () => {
  let store: InMemoryStore;
  let voices: RouterVoice[];
  let handler: ReturnType<typeof ingestOver>['handler'];

  const [one, two] = [0, 1].map((number) => () => {
    const voice = voices[number];
    if (voice === undefined) throw new Error(`no partition ${number}`);
    return voice;
  }) as [() => RouterVoice, () => RouterVoice];

  const ingest = async (): Promise<void> => {
    for (const voice of voices) await handler(kinesisEvent(putsOf(voice.records())));
  };
  const open = () => {
    for (const voice of voices) voice.open({ sysName: 'rr1', partitions: 2 });
  };
  /** The collector's heartbeats go to both. */
  const quiet = async (seconds: number, lastPeerUpAt: number | null): Promise<void> => {
    for (const voice of voices) voice.quiet(seconds, lastPeerUpAt);
    await ingest();
  };
  const peerState = async (key: string, address: string) =>
    (await readOne(store, 'peer', kinds.peer.key(key, `rr1~${address}`)))?.state;
  const synced = async () => (await readOne(store, 'router', kinds.router.key('rr1')))?.session.synced;

  beforeEach(async () => {
    store = new InMemoryStore();
    voices = [new RouterVoice('rr1'), new RouterVoice('rr1~1')];
    handler = ingestOver(store, () => one().now).handler;
    open();
    one().peerUp(first).announce(first, '10.0.0.0/8', []).endOfRib(first);
    two().peerUp(second).announce(second, '11.0.0.0/8', []).endOfRib(second);
    for (const seconds of [2, 4, 8, 16]) await quiet(seconds, one().now);
    for (const voice of voices) voice.lose();
    await ingest();
    open();
  });

  it('a peer that is absent goes down 20 s after the last Peer Up, in whatever partition that was', async () => {
    one().peerUp(first).announce(first, '10.0.0.0/8', []).endOfRib(first);
    const upAt = one().now;
    for (const seconds of [2, 4, 8]) await quiet(seconds, upAt);
    expect(await peerState('rr1~1', second.address)).toBe('up');
    for (const seconds of [8, 8]) await quiet(seconds, upAt);
    expect(await peerState('rr1~1', second.address)).toBe('down');
    expect(await peerState('rr1', first.address)).toBe('up');
    await quiet(2, upAt);
    expect(await synced()).toBe(true);
  });

  it('no peer goes down while a dump is on in another partition', async () => {
    one().peerUp(first);
    const upAt = one().now;
    for (let seconds = 0; seconds < 60; seconds += 2) {
      one().announce(first, `10.${seconds}.0.0/16`, []);
      await quiet(2, upAt);
    }
    expect(await peerState('rr1~1', second.address)).toBe('up');
    one().endOfRib(first);
    for (const seconds of [2, 4, 8, 16]) await quiet(seconds, upAt);
    expect(await peerState('rr1~1', second.address)).toBe('down');
  });

  it('no peer goes down as long as another partition has not heard of the last Peer Up', async () => {
    one().peerUp(first).announce(first, '10.0.0.0/8', []).endOfRib(first);
    const upAt = one().now;
    for (const seconds of [2, 4, 8, 16, 16]) {
      for (const voice of voices) voice.quiet(seconds, upAt);
      await handler(kinesisEvent(putsOf(two().records())));
    }
    expect(await peerState('rr1~1', second.address)).toBe('up');
    await ingest();
    for (const seconds of [2, 2]) await quiet(seconds, upAt);
    expect(await peerState('rr1~1', second.address)).toBe('down');
  });

  it('a partition that was behind when the sweep came is told of the loss by the next', async () => {
    const lostAt = one().now;
    const claim = { routerId: 'rr1', session: 2, partitions: 2, open: false, closedAt: lostAt, heartbeatAt: lostAt };
    await store.write([{ put: { key: kinds.claim.key('rr1'), document: claim } }]);
    const put = async (partitionKey: string, data: Uint8Array) => {
      await handler(kinesisEvent([{ partitionKey, data }]));
    };
    const now = () => lostAt + 200_000;
    const sweep = createSweep({ store, stream: { put }, timings: defaultTimings, now });
    await handler(kinesisEvent(putsOf(one().records())));
    expect(await sweep.run()).toEqual({ stale: ['rr1'], expired: [], told: [] });
    await handler(kinesisEvent(putsOf(two().records())));
    expect(await sweep.run()).toEqual({ stale: ['rr1~1'], expired: [], told: [] });
    expect(await sweep.run()).toEqual({ stale: [], expired: [], told: [] });
    const states = (await readHeadsOf(store, 'rr1')).map((head) => head.session.state);
    expect(states).toEqual(['stale', 'stale']);
  });

  it('a partition without a peer is synchronised when the others are', async () => {
    two().peerUp(second).announce(second, '11.0.0.0/8', []).endOfRib(second);
    const upAt = two().now;
    for (const seconds of [2, 4, 8, 16]) await quiet(seconds, upAt);
    expect(await peerState('rr1', first.address)).toBe('down');
    expect(await synced()).toBe(true);
  });
});
