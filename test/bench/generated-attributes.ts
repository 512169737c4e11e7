import type { PathAttributes } from '#protocol/bgp/attributes/index.ts';
import { Random } from '../fuzz/random.ts';

const origins = 75_000;
const transits = 3_000;
const carriers = 25_000;
const communitiesOfTransit = 4;

/**
 * The attributes of a set as a peer has them. All peers see a set come from one origin, each by a path of its own: through one
 * of few large transits, up to two carriers between, now and then prepended.
 */
export function attributesOf(set: number, peer: number): PathAttributes {
  const ofSet = new Random(set);
  const ofPeer = new Random(set * 64 + peer);
  const origin = 1 + Math.floor(origins * uniform(ofSet) ** 2);
  const transit = largeFirst(transits, ofPeer);
  const between = Array.from({ length: ofSet.below(3) }, () => 4_000 + largeFirst(carriers, ofSet));
  const prepended = ofSet.oneIn(8) ? Array<number>(1 + ofSet.below(3)).fill(100_000 + origin) : [];
  const communities = Array.from({ length: transit % (communitiesOfTransit + 1) }, (_, index) =>
    communityOf(transit, index),
  );
  return {
    origin: ofSet.oneIn(10) ? 'incomplete' : 'igp',
    asPath: [{ type: 'sequence', asns: [asnOfPeer(peer), 100 + transit, ...between, 100_000 + origin, ...prepended] }],
    ...(ofSet.oneIn(8) && { aggregator: { asn: 100_000 + origin, address: addressOf(ofSet) } }),
    ...(communities.length > 0 && { communities }),
    unknown: [],
  };
}

export const asnOfPeer = (peer: number): number => 64_496 + peer;

const communityOf = (transit: number, index: number): number => (100 + transit) * 65_536 + index * 100 + (transit % 7);

/** From 0 up to the limit, half of them below its root. */
const largeFirst = (limit: number, random: Random): number => Math.floor(limit ** uniform(random));

const addressOf = (random: Random): string => `10.${random.below(256)}.${random.below(256)}.1`;

const uniform = (random: Random): number => random.next() / 2 ** 32;
