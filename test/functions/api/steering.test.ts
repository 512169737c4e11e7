import { beforeEach, describe, expect, it } from 'vitest';
import { chainStation, halfOpen, path, redirect, spanning, whole } from './chain-station.ts';
import { type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const matchesOf = async (query: string): Promise<string[]> =>
  (await station.json(`/v1/steering?${query}`)).data.map(({ match }: { match: string }) => match);

describe('/v1/steering', () => {
  it('has what each route comes to, and is as its worst target', async () => {
    const { data } = await station.json('/v1/steering?router=nj02emd');
    expect(data).toEqual([
      {
        id: 'nj02emd~192.0.3.1~ipv4-flowspec~destination 198.51.102.0/24',
        router: 'nj02emd',
        location: 'nj',
        peer: 'nj02emd~192.0.3.1',
        family: 'ipv4-flowspec',
        rd: null,
        match: 'destination 198.51.102.0/24',
        state: 'dangling',
        targets: [
          {
            kind: 'redirect-to-ip',
            target: '12.12.12.1',
            copy: false,
            state: 'half-open',
            elementId: halfOpen,
            role: 'trust',
            detail: expect.stringContaining(`${halfOpen} is half-open, without untrust`),
          },
          {
            kind: 'redirect-to-ip',
            target: '203.0.113.99',
            copy: false,
            state: 'dangling',
            elementId: null,
            role: null,
            detail: 'no live service prefix holds 203.0.113.99',
          },
        ],
        firstSeen: new Date(start - 2_000).toISOString(),
        lastChanged: new Date(start - 1_000).toISOString(),
      },
    ]);
  });

  it.each([
    ['state=dangling', ['path 41', 'destination 198.51.102.0/24']],
    ['state=resolved&target=11.11.11.1', ['destination 198.51.100.0/24']],
    [`target=${whole}`, ['destination 198.51.100.0/24']],
    [`target=${encodeURIComponent(spanning)}`, ['destination 198.51.101.0/24']],
    ['target=203.0.113.99', ['destination 198.51.102.0/24']],
    [`target=${path}`, ['path 41']],
    ['router=md04emd', []],
  ])('filtered by %s are %j', async (query, found) => {
    expect(await matchesOf(query)).toEqual(found);
  });

  it('finds a target by any spelling of its address', async () => {
    await station.addSteering('nj01emd', '192.0.2.7', 'six', [redirect('2001:db8::1')]);
    expect(await matchesOf('target=2001:DB8:0::1')).toEqual(['six']);
  });

  it('comes to something else as soon as the element does', async () => {
    await station.addElement('nj01emd', '10.0.0.1', {}, { state: 'lost', reason: 'withdrawn' });
    expect(await matchesOf('state=dangling&router=nj01emd')).toContain('destination 198.51.100.0/24');
  });

  it('comes in pages', async () => {
    const first = await station.json('/v1/steering?limit=2');
    const second = await station.json(`/v1/steering?limit=4&cursor=${first.page.next}`);
    expect([first.data.length, second.data.length, second.page.next]).toEqual([2, 3, null]);
  });
});

describe('/v1/findings', () => {
  it('of one router are also those that only all routers together show', async () => {
    const { data } = await station.json('/v1/findings?router=nj02emd');
    expect(data.map(({ kind }: { kind: string }) => kind)).toEqual(['dangling-redirect', 'unpaired-element']);
  });

  it('that are of no router go by a star', async () => {
    const { data } = await station.json('/v1/findings?router=*&kind=duplicate-service-prefix');
    expect(data).toMatchObject([{ id: 'duplicate~x', router: '*' }]);
  });
});
