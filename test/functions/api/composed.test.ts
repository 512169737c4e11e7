import { beforeEach, describe, expect, it } from 'vitest';
import { chainStation, halfOpen, path, spanning, whole } from './chain-station.ts';
import { labStation, type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const idsOf = async (at: string): Promise<string[]> =>
  (await station.json(at)).data.map(({ id }: { id: string }) => id);
const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('/v1/chains', () => {
  it('that are configured have the state of their worst hop, since when that is known', async () => {
    expect((await station.json('/v1/chains/scrubbed')).data).toEqual({
      id: 'scrubbed',
      name: 'scrubbed',
      origin: 'rules',
      direction: 'both',
      state: 'complete',
      location: null,
      hops: [
        { element: whole, servicePrefix: '11.11.11.1/32', group: null, state: 'complete' },
        { element: null, servicePrefix: null, group: 'nj-firewalls', state: 'complete' },
      ],
      since: timeOf(start - 9_000),
    });
  });

  it('are as the elements are now, whatever was stored', async () => {
    await station.addElement('nj01emd', '10.0.0.1', {}, { state: 'draining' });
    const { state, since, hops } = (await station.json('/v1/chains/scrubbed')).data;
    expect([state, since, hops[1].state]).toEqual(['lost', null, 'draining']);
  });

  it('are lost where nothing answers to a hop', async () => {
    const { data } = await station.json('/v1/chains/through-nothing');
    expect(data).toMatchObject({ state: 'lost', direction: 'untrust-to-trust', since: null });
  });

  it('are elements that nothing else has, since these are so', async () => {
    expect(await idsOf('/v1/chains?origin=element')).toEqual(['md04emd~10.0.0.2']);
    expect((await station.json('/v1/chains/md04emd~10.0.0.2')).data).toMatchObject({
      state: 'lost',
      location: 'md',
      hops: [{ element: 'md04emd~10.0.0.2', servicePrefix: null, group: null, state: 'lost' }],
      since: timeOf(start),
    });
  });

  it('are the paths of RFC 9015 through the instances that there are', async () => {
    expect((await station.json(`/v1/chains/${path}`)).data).toMatchObject({
      name: 'path 41 of 65000:1',
      origin: 'sfc',
      state: 'lost',
      location: null,
      hops: [
        { element: 'sfc~65000:2~7', state: 'complete' },
        { element: null, state: 'lost' },
      ],
    });
  });

  it.each([
    ['state=complete', ['scrubbed']],
    ['location=md', ['md04emd~10.0.0.2']],
    ['origin=sfc', [path]],
    ['origin=rules&state=lost', ['through-nothing']],
  ])('filtered by %s are %j', async (query, ids) => {
    expect(await idsOf(`/v1/chains?${query}`)).toEqual(ids);
  });

  it('come in pages in the order of ids', async () => {
    const first = await station.json('/v1/chains?limit=3');
    const second = await station.json(`/v1/chains?limit=3&cursor=${first.page.next}`);
    const ids = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['md04emd~10.0.0.2', 'scrubbed', path, 'through-nothing']);
  });

  it('are each element where the rules have none', async () => {
    station = await labStation();
    expect(await idsOf('/v1/chains')).toEqual(['md04emd~10.0.0.2', whole]);
  });

  it('that are not there are a 404', async () => {
    expect((await station.json('/v1/chains/none', 404)).detail).toBe('There is no chain none.');
  });
});

describe('/v1/groups', () => {
  it('have their members with what these count as', async () => {
    expect((await station.json('/v1/groups/nj-firewalls')).data).toEqual({
      id: 'nj-firewalls',
      name: 'nj-firewalls',
      state: 'complete',
      minComplete: 2,
      complete: 2,
      members: [
        { element: spanning, state: 'complete' },
        { element: whole, state: 'complete' },
        { element: halfOpen, state: 'half-open' },
      ],
      since: timeOf(start - 9_000),
    });
  });

  it('are filtered by the state that they have now', async () => {
    expect(await idsOf('/v1/groups?state=complete')).toEqual(['nj-firewalls']);
    await station.addElement('nj01emd', '10.0.0.1', {}, { state: 'draining' });
    expect(await idsOf('/v1/groups?state=complete')).toEqual([]);
    expect((await station.json('/v1/groups?state=draining')).data).toMatchObject([{ complete: 1, since: null }]);
  });

  it('that are not there are a 404', async () => {
    expect((await station.json('/v1/groups/none', 404)).detail).toBe('There is no group none.');
  });
});

describe('/v1/locations', () => {
  it('are also those of the catalogue that have nothing', async () => {
    const { data } = await station.json('/v1/locations');
    expect(data.map(({ code }: { code: string }) => code)).toEqual(['la', 'md', 'nj']);
    expect(data[0]).toMatchObject({ routers: { up: 0 }, elements: { complete: 0 }, announcements: {} });
    expect(data[2]).toMatchObject({ routers: { up: 2 }, elements: { complete: 2, 'half-open': 1, lost: 0 } });
    expect((await station.json('/v1/locations/la')).data.code).toBe('la');
  });

  it.each([
    [1, ['la', 'md']],
    [2, ['la', 'md']],
    [3, ['la', 'md', 'nj']],
  ])('with fewer than %i complete elements are %j', async (count, codes) => {
    const { data } = await station.json(`/v1/locations?fewerCompleteThan=${count}`);
    expect(data.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it('do not count on an element that is flapping', async () => {
    await station.addElement(
      'nj01emd',
      '10.0.0.1',
      {},
      { flap: { transitions: [], flapping: true, told: 'complete' } },
    );
    expect((await station.json('/v1/locations/nj')).data.elements).toMatchObject({ complete: 1, 'half-open': 2 });
  });

  it('that nobody knows are a 404', async () => {
    await station.json('/v1/locations/zz', 404);
  });
});

describe('/v1/topology', () => {
  it('has what is at a location, and how it hangs together', async () => {
    const { nodes, edges } = (await station.json('/v1/topology?location=nj')).data;
    expect(nodes.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
      [spanning, 'complete'],
      ['location:nj', null],
      ['nj01emd', 'up'],
      [whole, 'complete'],
      ['nj02emd', 'up'],
      [halfOpen, 'half-open'],
      ['service:nj:11.11.11.1/32', 'announced'],
      ['service:nj:11.11.11.2/32', 'announced'],
      ['service:nj:12.12.12.1/32', 'announced'],
      ['service:nj:13.13.13.1/32', 'announced'],
      ['service:nj:13.13.13.2/32', 'announced'],
    ]);
    const ofHalfOpen = edges.filter(({ from, to }: { from: string; to: string }) => [from, to].includes(halfOpen));
    expect(ofHalfOpen).toEqual([
      { from: 'location:nj', to: halfOpen, kind: 'contains', label: '', state: null },
      { from: 'nj02emd', to: halfOpen, kind: 'session', label: '192.0.3.1', state: 'up' },
      { from: 'nj02emd', to: halfOpen, kind: 'session', label: '192.0.3.2', state: 'down' },
      { from: halfOpen, to: 'service:nj:12.12.12.1/32', kind: 'announces', label: 'trust', state: 'announced' },
    ]);
  });

  it('has each node once, and edges between nodes only', async () => {
    const { nodes, edges } = (await station.json('/v1/topology')).data;
    const ids = nodes.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('location:la');
    for (const { from, to } of edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
    const { label } = nodes.find(({ id }: { id: string }) => id === 'location:nj');
    expect(label).toBe('Newark');
  });

  it('of a spanning element has sessions of both routers', async () => {
    const { edges } = (await station.json('/v1/topology')).data;
    const sessions = edges.filter(
      ({ to, kind }: { to: string; kind: string }) => to === spanning && kind === 'session',
    );
    expect(sessions.map(({ from, label }: { from: string; label: string }) => `${from} ${label}`)).toEqual([
      'nj01emd 192.0.2.9',
      'nj02emd 192.0.3.9',
    ]);
  });
});
