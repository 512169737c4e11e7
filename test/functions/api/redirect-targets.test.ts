import { beforeEach, describe, expect, it } from 'vitest';
import { chainStation, halfOpen, spanning, whole } from './chain-station.ts';
import { type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const idsOf = async (query: string): Promise<string[]> =>
  (await station.json(`/v1/redirect-targets?${query}`)).data.map(({ elementId }: { elementId: string }) => elementId);

const insteadOf = async (query: string) => {
  const { type, title, detail } = await station.json(`/v1/redirect-targets?${query}`, 404);
  expect([type, title]).toEqual(['urn:bmpaas:problem:no-complete-element', 'No element is complete']);
  return detail;
};

describe('/v1/redirect-targets', () => {
  it('are complete, with an address on each side, the longest so first', async () => {
    const { data, page } = await station.json('/v1/redirect-targets?location=nj');
    expect(data).toEqual([
      {
        elementId: spanning,
        location: 'nj',
        router: 'nj01emd',
        trust: '13.13.13.1/32',
        untrust: '13.13.13.2/32',
        services: { trust: ['13.13.13.1/32'], untrust: ['13.13.13.2/32'] },
        since: new Date(start - 7_000).toISOString(),
      },
      expect.objectContaining({ elementId: whole }),
    ]);
    expect(page.next).toBeNull();
  });

  it.each([
    ['n=1', [spanning]],
    ['role=untrust', [spanning, whole]],
    ['family=ipv4-unicast&role=trust', [spanning, whole]],
  ])('asked with %s are %j', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it('that are none tell what there is instead', async () => {
    expect(await insteadOf('location=md')).toBe('md has 1 element: 1 lost.');
    expect(await insteadOf('location=la')).toBe('la has no elements.');
    await station.addElement('md04emd', '10.0.0.2', {}, { flap: { transitions: [], flapping: true, told: null } });
    await station.addElement('md04emd', '10.0.0.6', {}, { state: 'draining' });
    await station.addElement('md04emd', '10.0.0.7', {}, { state: 'half-open' });
    expect(await insteadOf('location=md')).toBe('md has 3 elements: 1 half-open, 1 draining, 1 flapping.');
  });

  it('that lack what is asked say that', async () => {
    expect(await insteadOf('location=nj&role=management')).toBe(
      'nj has 3 elements: 2 complete, 1 half-open, none with a live service prefix of role management.',
    );
    expect(await insteadOf('family=ipv6-unicast')).toBe(
      'There are 4 elements: 2 complete, 1 half-open, 1 lost, none with live service prefixes on all sides in ipv6-unicast.',
    );
  });

  it('are none of elements that have lost a side', async () => {
    expect(await idsOf('n=100')).not.toContain(halfOpen);
  });
});
