import { expect } from 'vitest';
import type { RouteSet } from '#protocol/bgp/route-set.ts';

/** Packed routes are equal to the routes they stand for. */
expect.addEqualityTesters([
  function equalRoutes(left, right) {
    if (!isPacked(left) && !isPacked(right)) return undefined;
    return isRouteSet(left) && isRouteSet(right) && this.equals(listed(left), listed(right));
  },
]);

const isRouteSet = (value: unknown): value is RouteSet =>
  typeof value === 'object' && value !== null && 'routes' in value && 'nextHop' in value;

const isPacked = (value: unknown): value is RouteSet => isRouteSet(value) && value.packed !== undefined;

const listed = ({ family, nextHop, linkLocalNextHop, nextHopOctets, routes }: RouteSet): RouteSet => ({
  family,
  nextHop,
  linkLocalNextHop,
  nextHopOctets,
  routes,
});
