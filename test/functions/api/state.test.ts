import { beforeEach, describe, expect, it } from 'vitest';
import { kinds } from '#model/keys.ts';
import { applied, labStation, type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await labStation();
});

const idsOf = async (path: string): Promise<string[]> =>
  (await station.json(path)).data.map(({ id }: { id: string }) => id);

describe('/v1/announcements', () => {
  it('shows the row of the original system and more', async () => {
    const { data, meta } = await station.json('/v1/announcements?role=trust');
    expect(data).toEqual([
      {
        location: 'nj',
        vendor: 'FRR',
        peerIp: '192.0.2.1',
        deviceId: '01emd',
        serviceIp: '11.11.11.1/32',
        serviceIpType: 'Trust',
        router: 'nj01emd',
        role: 'trust',
        communities: ['13979:100', '65000:7'],
        nextHop: '192.0.2.1',
        matchedRule: 'trust',
        pipeline: { announced: 'yes', accepted: 'yes', selected: 'unknown', advertised: 'unknown' },
        firstSeen: '2025-12-31T23:59:58.000Z',
        lastChanged: '2025-12-31T23:59:59.000Z',
        state: 'announced',
        id: 'nj01emd~192.0.2.1~ipv4-unicast~11.11.11.1/32',
        peer: 'nj01emd~192.0.2.1',
        family: 'ipv4-unicast',
        pathId: null,
        seenBy: ['md04emd'],
      },
    ]);
    expect(meta).toEqual({ asOf: '2026-01-01T00:00:00.000Z', staleRouters: ['md04emd'] });
  });

  it.each([
    ['location=nj', 2],
    ['location=md', 0],
    ['router=nj01emd', 2],
    ['peer=192.0.2.2', 1],
    ['peer=nj01emd~192.0.2.2', 1],
    ['role=untrust', 1],
    ['prefix=11.11.11.1/32', 1],
    ['prefix=11.11.11.1', 1],
    ['prefix=11.11.11.0/24', 0],
    ['state=announced', 2],
    ['state=stale', 0],
    ['role=trust&prefix=11.11.11.2/32', 0],
  ])('filtered by %s has %i', async (query, count) => {
    expect(await idsOf(`/v1/announcements?${query}`)).toHaveLength(count);
  });

  it('are in the order of router, peer and prefix as a number', async () => {
    for (const prefix of ['9.0.0.0/8', '100.0.0.0/8', '9.0.0.0/16'])
      await station.addAnnouncement('nj01emd', '192.0.2.1', prefix);
    const { data } = await station.json('/v1/announcements?peer=192.0.2.1');
    expect(data.map(({ serviceIp }: { serviceIp: string }) => serviceIp)).toEqual([
      '9.0.0.0/8',
      '9.0.0.0/16',
      '11.11.11.1/32',
      '100.0.0.0/8',
    ]);
  });
});

describe('/v1/elements', () => {
  it('have their announcements by role', async () => {
    const { data } = await station.json('/v1/elements/nj01emd~10.0.0.1');
    expect(data).toMatchObject({
      state: 'complete',
      router: 'nj01emd',
      pairing: { strategy: 'bgp-id', key: '10.0.0.1' },
    });
    const served = Object.entries<{ serviceIp: string }[]>(data.interfaces).map(([role, rows]) => [
      role,
      rows.map((row) => row.serviceIp),
    ]);
    expect(served).toEqual([
      ['trust', ['11.11.11.1/32']],
      ['untrust', ['11.11.11.2/32']],
    ]);
  });

  it.each([
    ['location=nj', ['nj01emd~10.0.0.1']],
    ['state=lost', ['md04emd~10.0.0.2']],
    ['role=untrust', ['nj01emd~10.0.0.1']],
    ['router=md04emd', ['md04emd~10.0.0.2']],
    ['serviceIp=11.11.11.2', ['nj01emd~10.0.0.1']],
    ['serviceIp=11.11.11.2/32', ['nj01emd~10.0.0.1']],
    ['serviceIp=11.11.11.0/24', []],
    ['serviceIp=11.11.11.3', []],
  ])('filtered by %s are %j', async (query, ids) => {
    expect(await idsOf(`/v1/elements?${query}`)).toEqual(ids);
  });
});

describe('/v1/routers', () => {
  it('have their feeds with route counts', async () => {
    const { data } = await station.json('/v1/routers/nj01emd');
    const feeds = data.feeds.map(
      ({ address, view, routes }: { address: string; view: string; routes: number }) => `${address} ${view} ${routes}`,
    );
    expect(feeds).toEqual([
      '192.0.2.1 adj-rib-in-pre 3',
      '192.0.2.1 adj-rib-in-post 0',
      '192.0.2.2 adj-rib-in-pre 0',
      '192.0.2.2 adj-rib-in-post 0',
    ]);
  });

  it('are held down as long as the claim says', async () => {
    const key = kinds.claim.key('nj01emd');
    const heldDownUntil = async (milliseconds: number | null): Promise<string | null> => {
      await station.put(key, { ...(await station.store.get(key)), heldDownUntil: milliseconds });
      return (await station.json('/v1/routers/nj01emd')).data.session.heldDownUntil;
    };
    expect(await heldDownUntil(start + 60_000)).toBe('2026-01-01T00:01:00.000Z');
    expect(await heldDownUntil(start)).toBeNull();
    expect(await heldDownUntil(null)).toBeNull();
  });

  it('take the later of message and heartbeat as the last sign of life', async () => {
    const { data } = await station.json('/v1/routers/nj01emd');
    expect(data.session.lastMessageAt).toBe(new Date(start - 5_500).toISOString());
    expect(data.session.since).toBe(new Date(start - 60_000).toISOString());
  });

  it.each([
    ['state=stale', ['md04emd']],
    ['vendor=FRR', ['nj01emd']],
    ['location=md', ['md04emd']],
    ['location=md&vendor=FRR', []],
  ])('filtered by %s are %j', async (query, ids) => {
    expect(await idsOf(`/v1/routers?${query}`)).toEqual(ids);
  });
});

describe('/v1/peers', () => {
  it.each([
    ['router=md04emd', ['md04emd~192.0.2.9']],
    ['asn=65200', ['nj01emd~192.0.2.2']],
    ['address=192.0.2.1', ['nj01emd~192.0.2.1']],
    ['state=down', ['nj01emd~192.0.2.2']],
    ['bgpId=192.0.2.200', []],
    ['type=rd', []],
  ])('filtered by %s are %j', async (query, ids) => {
    expect(await idsOf(`/v1/peers?${query}`)).toEqual(ids);
  });

  it('with an IPv6 address are found by any spelling of it', async () => {
    const id = await station.addPeer('nj01emd', '2001:db8::1', { address: '2001:db8::1' });
    expect(await idsOf('/v1/peers?address=2001:DB8:0:0::1')).toEqual([id]);
    expect((await station.json(`/v1/peers/${encodeURIComponent(id)}`)).data.address).toBe('2001:db8::1');
  });

  it('tell their location and why they went down', async () => {
    const { data } = await station.json('/v1/peers/nj01emd~192.0.2.2');
    expect(data).toMatchObject({ location: 'nj', router: 'nj01emd', state: 'down', downReason: 'local notification' });
  });
});

it('/v1/locations roll up routers, elements and announcements', async () => {
  const { data } = await station.json('/v1/locations');
  expect(data.map(({ code }: { code: string }) => code)).toEqual(['md', 'nj']);
  expect(data[1]).toMatchObject({
    routers: { up: 1, stale: 0, down: 0 },
    elements: { complete: 1, lost: 0 },
    announcements: { trust: 1, untrust: 1 },
  });
});

describe('/v1/summary', () => {
  it('counts everything', async () => {
    const { data } = await station.json('/v1/summary');
    expect(data).toMatchObject({
      elements: { complete: 1, lost: 1, 'half-open': 0 },
      routers: { up: 1, stale: 1, down: 0 },
      peers: { up: 1, down: 1, stale: 1, lost: 0 },
      routes: { 'adj-rib-in-pre': { 'ipv4-unicast': 3 }, 'adj-rib-in-post': { 'ipv4-unicast': 0 } },
      eventsLastHour: 3,
    });
  });

  it('counts one location', async () => {
    const { data } = await station.json('/v1/summary?location=md');
    expect(data).toMatchObject({ routers: { up: 0, stale: 1 }, routes: { 'adj-rib-in-pre': { 'ipv4-unicast': 0 } } });
  });

  it('counts the events of the last hour alone', async () => {
    station.clock.time += 3_600_001;
    await station.addEvents(3, [{ type: 'router.stale', time: station.clock.time }]);
    expect((await station.json('/v1/summary')).data.eventsLastHour).toBe(1);
  });
});

it('/v1/findings are filtered by kind and severity', async () => {
  expect(await idsOf('/v1/findings?kind=generic-sysname&severity=warning')).toEqual(['f1']);
  expect(await idsOf('/v1/findings?severity=critical')).toEqual([]);
});

it('/v1/collectors tells who lives', async () => {
  const collector = await station.store.get(kinds.collector.key('c1'));
  const heartbeatAt = start - 180_001;
  await station.put(kinds.collector.key('c2'), { ...collector, collectorId: 'c2', heartbeatAt });
  const { data } = await station.json('/v1/collectors');
  expect(data[0]).toEqual({
    id: 'c1',
    startedAt: '2026-01-01T00:00:00.000Z',
    heartbeatAt: '2026-01-01T00:00:00.000Z',
    address: '127.0.0.1:11019',
    connections: 1,
    connectionsMax: 1000,
    state: 'up',
  });
  expect(data[1]).toMatchObject({ id: 'c2', state: 'down' });
});

describe('/v1/health', () => {
  const commitAt = (receivedAt: number, committedAt: number) =>
    station.put(kinds.commit.key('nj01emd'), { routerId: 'nj01emd', version: 2, applied, receivedAt, committedAt });
  const claim = async (change: object): Promise<void> => {
    const key = kinds.claim.key('nj01emd');
    await station.put(key, { ...(await station.store.get(key)), ...change });
  };

  it('tells what the newest commits took', async () => {
    await commitAt(start - 5_000, start - 2_750);
    expect((await station.json('/v1/health')).data).toEqual({
      status: 'ok',
      ingestLagSeconds: 2.25,
      routersUp: 1,
      collectorsUp: 1,
    });
  });

  it('is 503 when heartbeats arrive that ingest does not apply', async () => {
    await commitAt(start - 300_000, start - 299_000);
    await claim({ openedAt: start - 900_000, heartbeatAt: start - 10_000 });
    const { data } = await station.json('/v1/health', 503);
    expect(data).toMatchObject({ status: 'lagging', ingestLagSeconds: 240 });
    expect((await station.json('/v1/health?maxLagSeconds=240')).data.status).toBe('ok');
  });

  it('is not behind while only the newest heartbeat is on its way', async () => {
    await commitAt(start - 62_000, start - 61_000);
    await claim({ openedAt: start - 900_000, heartbeatAt: start - 2_000 });
    expect((await station.json('/v1/health')).data).toMatchObject({ status: 'ok', ingestLagSeconds: 2 });
  });

  it.each([
    ['a closed connection', { open: false }],
    ['a collector that died', { heartbeatAt: start - 200_000 }],
  ])('does not wait for %s', async (_, change) => {
    await commitAt(start - 900_000, start - 899_000);
    await claim({ heartbeatAt: start - 1_000, openedAt: start - 900_000, ...change });
    expect((await station.json('/v1/health')).data.status).toBe('ok');
  });
});
