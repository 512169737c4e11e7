import { describe, expect, it } from 'vitest';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { routeKeyOf } from '#rib/rows/route-key.ts';
import { cutNlri, mostNlriOctets, storedNlri } from '#rib/rows/stored-nlri.ts';
import { ToldApi } from '../functions/api/told-api.ts';
import { peers, ToldRouter } from './told-router.ts';

const linkState = { afi: 16388, safi: 71 };
/** Type 1 of the family, as long as is asked for: no descriptor in it can be read. */
function nlri(octets: number, last = 0): Nlri {
  const field = new Uint8Array(octets).fill(0xee);
  field.set([0, 1, (octets - 4) >> 8, (octets - 4) & 255]);
  field[octets - 1] = last;
  return {
    pathId: null,
    prefixLength: 0,
    address: new Uint8Array(),
    routeDistinguisher: null,
    labels: null,
    nlri: field,
  };
}

describe('an NLRI as it is stored', () => {
  it('is what it is, up to a length that is enough for any but the oddest', () => {
    const whole = nlri(mostNlriOctets);
    expect(storedNlri(whole)).toBe(whole);
    expect(cutNlri(whole.nlri ?? new Uint8Array())).toBeNull();
  });

  it.each([mostNlriOctets + 1, mostNlriOctets + 36, 65_535])('of %i octets is cut, and says by how much', (length) => {
    const whole = nlri(length);
    const stored = storedNlri(whole);
    expect(stored.nlri?.length).toBeLessThan(mostNlriOctets + 64);
    expect(cutNlri(stored.nlri ?? new Uint8Array())).toEqual({
      kept: whole.nlri?.subarray(0, mostNlriOctets),
      cutOctets: length - mostNlriOctets,
    });
  });

  it('that was cut is told from all others, by all of its octets', () => {
    const keyOf = (length: number, last: number) => routeKeyOf('link-state')(storedNlri(nlri(length, last)));
    const keys = [keyOf(20_000, 1), keyOf(20_000, 2), keyOf(20_001, 1), keyOf(mostNlriOctets + 36, 1)];
    expect(new Set(keys).size).toBe(4);
    expect(keyOf(20_000, 1)).toBe(keys[0]);
  });
});

it('routes whose NLRI were cut are listed as such, from log and base, and withdrawn one by one', async () => {
  const [peer] = peers;
  const router = new ToldRouter();
  const { voice } = router;
  for (const last of [1, 2]) voice.announceNlri(peer, nlri(20_000, last), { med: last }, 'adj-rib-in-pre', linkState);
  await router.ingest();
  const api = new ToldApi(router.store, () => voice.now);
  const shown = async () =>
    (await api.rows('/v1/rib/link-state/routes?router=pe1')).map(
      ({ nlri: text, nlriCutOctets, attributes: { med } }) => {
        return { octets: text.length / 2, nlriCutOctets, med };
      },
    );
  const both = [1, 2].map((med) => ({ octets: mostNlriOctets, nlriCutOctets: 20_000 - mostNlriOctets, med }));
  expect((await shown()).toSorted((a, b) => a.med - b.med)).toEqual(both);
  await router.compact('link-state');
  expect((await shown()).toSorted((a, b) => a.med - b.med)).toEqual(both);
  voice.withdrawNlri(peer, nlri(20_000, 1), 'adj-rib-in-pre', linkState);
  await router.ingest();
  expect(await shown()).toEqual(both.slice(1));
});
