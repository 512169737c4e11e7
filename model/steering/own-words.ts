import type { View } from '#protocol/bmp/peer-header.ts';
import type { SteeringState } from '../state.ts';

/** How far a view is from who said the route; behind Loc-RIB a router only repeats. */
const distances: Readonly<Record<View, number>> = {
  'adj-rib-in-pre': 0,
  'adj-rib-in-post': 0,
  'loc-rib': 1,
  'adj-rib-out-pre': 2,
  'adj-rib-out-post': 2,
};
const repeated = 2;

/**
 * Each route of a router where it was said. A router that feeds more views tells of one route several times: by the neighbour that sent
 * it, in its Loc-RIB, and to everyone whom it sends it on to. It leads traffic once.
 */
export function ownWords(steering: readonly SteeringState[]): SteeringState[] {
  return [...Map.groupBy(steering, routeOf).values()].flatMap((ofRoute) => {
    const least = Math.min(...ofRoute.map(distanceOf));
    const nearest = ofRoute.filter((one) => distanceOf(one) === least);
    return least === repeated ? nearest.slice(0, 1) : nearest;
  });
}

/** Its id is that of the peer, and the route behind that. */
const routeOf = ({ routerId, peerId, id }: SteeringState): string => `${routerId} ${id.slice(peerId.length)}`;

const distanceOf = ({ views }: SteeringState): number =>
  Math.min(repeated, ...Object.keys(views).map((view) => distances[view as View]));
