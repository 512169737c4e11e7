import { afterEach, describe, expect, it } from 'vitest';
import { knownRoutersOf } from '#collector/access/known-routers.ts';
import type { CollectorConfig } from '#collector/config.ts';
import { announcement, initiation, peerUp } from '../messages.ts';
import { type Station, startStation, until } from '../station.ts';

let station: Station;
afterEach(() => station.stop());

const start = async (names: string[], over: Partial<CollectorConfig> = {}): Promise<void> => {
  station = await startStation({ knownRouters: knownRoutersOf(names), ...over });
};
const rejected = () => station.metric('connections_rejected_total', '"not-listed"');
const opened = (routerId: string) => station.sink.events(routerId).find((event) => event.kind === 'session-open');
const openedSoon = async (routerId: string) => {
  await until(() => opened(routerId) !== undefined);
  return opened(routerId);
};
const hello = async (sysName: string, ...more: Uint8Array[]) => {
  const router = await station.dial();
  await router.send(initiation(sysName), ...more);
  return router;
};

describe('only known routers', () => {
  it('may stay; any other is closed before it holds a claim', async () => {
    await start(['NJ01emd'], { routerAdmission: 'known' });
    await hello('nj01emd');
    expect(await openedSoon('nj01emd')).toMatchObject({ unlisted: false });
    const stranger = await hello('md04emd', peerUp('1.1.1.1'), announcement(['10.0.0.0/8']));
    await stranger.closed;
    await until(async () => (await rejected()) === 1);
    expect(station.logLines.findLast(({ reason }) => reason === 'not-listed')?.msg).toBe(
      'the router is not on the list of known routers: md04emd',
    );
    expect([...station.claims.claims.keys()]).toEqual(['nj01emd']);
    expect(station.sink.events('md04emd')).toEqual([]);
    expect(await station.metric('connections')).toBe(1);
  });

  it('may be listed by the id that the mapping gives them, or by what they call themselves', async () => {
    const routerIds = new Map([
      ['nj01emd', 'edge-1'],
      ['md04emd', 'edge-2'],
    ]);
    await start(['edge-1', 'md04emd', 'gobgp@1.1.1.1'], { routerAdmission: 'known', routerIds });
    await hello('nj01emd');
    await hello('md04emd');
    await hello('GoBGP', peerUp('1.1.1.1'));
    for (const id of ['edge-1', 'edge-2', 'gobgp@1.1.1.1'])
      expect(await openedSoon(id)).toMatchObject({ unlisted: false });
    await (await hello('GoBGP', peerUp('2.2.2.2'))).closed;
    expect(opened('gobgp@2.2.2.2')).toBeUndefined();
  });

  it('one that is told by its name only after waiting for its BGP identifier is closed then', async () => {
    await start(['nj01emd'], { routerAdmission: 'known' });
    const stranger = await hello('GoBGP', announcement(['10.0.0.0/8']));
    await stranger.closed;
    await until(async () => (await rejected()) === 1);
  });

  it('closing what is not listed leaves the router of that name alone', async () => {
    await start(['nj01emd'], { routerAdmission: 'known' });
    const router = await hello('nj01emd', peerUp('1.1.1.1'));
    await openedSoon('nj01emd');
    for (let count = 0; count < 20; count++) await (await hello(`stranger-${count}`)).closed;
    expect(router.socket.closed).toBe(false);
    expect(await rejected()).toBe(20);
  });
});

describe('open to everyone', () => {
  it('with a list: who is not on it is said to be unlisted', async () => {
    await start(['nj01emd']);
    await hello('nj01emd');
    await hello('md04emd');
    expect(await openedSoon('nj01emd')).toMatchObject({ unlisted: false });
    expect(await openedSoon('md04emd')).toMatchObject({ unlisted: true });
    expect(await rejected()).toBe(0);
  });

  it('without a list nobody is', async () => {
    station = await startStation();
    await hello('md04emd');
    expect(await openedSoon('md04emd')).toMatchObject({ unlisted: false });
  });
});
