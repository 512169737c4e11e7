import { beforeEach, describe, expect, it } from 'vitest';
import { kinds } from '#model/keys.ts';
import { chainStation, halfOpen, partAt, spanning, whole } from './chain-station.ts';
import { type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const idsOf = async (path: string): Promise<string[]> =>
  (await station.json(path)).data.map(({ id }: { id: string }) => id);

describe('/v1/elements', () => {
  it('are those that routers see whole and those of which several see parts, and no part', async () => {
    expect(await idsOf('/v1/elements?location=nj')).toEqual([spanning, whole, halfOpen]);
  });

  it('have what they need, where their sessions are and where they serve', async () => {
    const { data } = await station.json(`/v1/elements/${encodeURIComponent(spanning)}`);
    expect(data).toMatchObject({
      router: 'nj01emd',
      routers: ['nj01emd', 'nj02emd'],
      required: ['trust', 'untrust'],
      services: { trust: ['13.13.13.1/32'], untrust: ['13.13.13.2/32'] },
      pairing: { strategy: 'explicit', scope: 'location', key: 'fw9' },
      flapping: false,
      since: new Date(start - 7_000).toISOString(),
    });
    const [trust] = data.interfaces.trust;
    const [untrust] = data.interfaces.untrust;
    expect([trust.router, untrust.router]).toEqual(['nj01emd', 'nj02emd']);
  });

  it.each([
    ['router=nj02emd', [spanning, halfOpen]],
    ['router=nj01emd', [spanning, whole]],
    ['role=untrust', [spanning, whole]],
    ['serviceIp=13.13.13.2', [spanning]],
    ['serviceIp=12.12.12.1/32', [halfOpen]],
    ['state=half-open', [halfOpen]],
    ['state=complete&router=nj02emd', [spanning]],
  ])('filtered by %s are %j', async (query, ids) => {
    expect(await idsOf(`/v1/elements?${query}`)).toEqual(ids);
  });

  it('serve where an announcement is live, and have a role by one that is', async () => {
    const rejected = await station.addAnnouncement('nj02emd', '192.0.3.2', '12.12.12.2/32', {
      role: 'untrust',
      state: 'rejected',
    });
    const trust = 'nj02emd~192.0.3.1~ipv4-unicast~12.12.12.1/32';
    await station.addElement('nj02emd', '10.0.0.3', { trust: [trust], untrust: [rejected] });
    const { data } = await station.json(`/v1/elements/${halfOpen}`);
    expect(data.services).toEqual({ trust: ['12.12.12.1/32'], untrust: [] });
    expect(data.interfaces.untrust).toMatchObject([{ state: 'rejected' }]);
    expect(await idsOf('/v1/elements?role=untrust&router=nj02emd')).toEqual([spanning]);
  });

  it('that are flapping say so', async () => {
    await station.addElement('nj02emd', '10.0.0.4', {}, { flap: { transitions: [1], flapping: true, told: null } });
    expect((await station.json('/v1/elements/nj02emd~10.0.0.4')).data.flapping).toBe(true);
  });

  it('of a part lead to what it is a part of', async () => {
    const { detail } = await station.json(`/v1/elements/${partAt('nj02emd')}`, 404);
    expect(detail).toBe(`${partAt('nj02emd')} is what one router sees of ${spanning}.`);
    expect((await station.json('/v1/elements/nj09', 404)).detail).toBe('There is no element nj09.');
  });

  it('that have moved to another partition of their router are there once', async () => {
    const document = await station.store.get(kinds.element.key('nj02emd', halfOpen));
    const left = { ...document, state: 'lost', lastChanged: start + 1_000 };
    await station.put(kinds.element.key('nj02emd~1', halfOpen), left);
    const { data } = await station.json('/v1/elements?router=nj02emd');
    expect(data.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)).toEqual([
      `${spanning} complete`,
      `${halfOpen} half-open`,
    ]);
  });

  it('come in pages that hold each once', async () => {
    const first = await station.json('/v1/elements?limit=3');
    const second = await station.json(`/v1/elements?limit=3&cursor=${first.page.next}`);
    const ids = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(await idsOf('/v1/elements'));
    expect([first.data.length, second.page.next]).toEqual([3, null]);
  });
});

describe('/v1/announcements', () => {
  it('have none of a route that only has a tag', async () => {
    const before = await idsOf('/v1/announcements');
    await station.addAnnouncement('nj01emd', '192.0.2.1', '9.9.9.9/32', { role: '', matchedRule: '' });
    expect(await idsOf('/v1/announcements')).toEqual(before);
    expect((await station.json('/v1/locations/nj')).data.announcements).toEqual({ trust: 3, untrust: 2 });
  });

  it.each([
    ['accepted=yes', 5],
    ['accepted=no', 1],
    ['selected=unknown', 5],
    ['selected=yes', 1],
    ['advertised=no', 1],
    ['advertised=unknown&accepted=no', 0],
  ])('filtered by %s are %i', async (query, count) => {
    const pipeline = { announced: 'yes', accepted: 'no', selected: 'yes', advertised: 'no' } as const;
    await station.addAnnouncement('nj01emd', '192.0.2.1', '9.9.9.9/32', { pipeline });
    expect(await idsOf(`/v1/announcements?${query}`)).toHaveLength(count);
  });

  it('are found by any spelling of the peer', async () => {
    const peer = { peerAddress: '2001:db8::1', peerId: 'nj01emd~2001:db8::1' };
    const id = await station.addAnnouncement('nj01emd', '2001:db8::1', '9.9.9.9/32', peer);
    expect(await idsOf('/v1/announcements?peer=2001:DB8:0::1')).toEqual([id]);
  });
});

it('/v1/summary counts whole elements', async () => {
  expect((await station.json('/v1/summary')).data.elements).toMatchObject({ complete: 2, 'half-open': 1, lost: 1 });
});
