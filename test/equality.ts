import { expect } from 'vitest';
import type { RouteSet } from '#protocol/bgp/route-set.ts';
import type { Update } from '#protocol/bgp/update.ts';

type Testers = Parameters<typeof expect.addEqualityTesters>[0];

const testers: Testers = [
  /** Packed routes are equal to the routes they stand for. */
  function equalRoutes(left, right) {
    if (!isPacked(left) && !isPacked(right)) return undefined;
    return isRouteSet(left) && isRouteSet(right) && this.equals(listed(left), listed(right), testers);
  },
  /** UPDATEs are equal in what they say where one of them does not tell how its attributes were written. */
  function equalContent(left, right) {
    if (!isUpdate(left) || !isUpdate(right)) return undefined;
    const bothTell = left.attributeForms !== undefined && right.attributeForms !== undefined;
    if (bothTell || left.attributeForms === right.attributeForms) return undefined;
    return this.equals(withoutForms(left), withoutForms(right), testers);
  },
];
expect.addEqualityTesters(testers);

const isUpdate = (value: unknown): value is Update =>
  typeof value === 'object' && value !== null && 'announced' in value && 'attributes' in value && 'issues' in value;

const withoutForms = ({ attributeForms: _, ...update }: Update): Update => update;

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
