import type { RouteSet } from '#protocol/bgp/route-set.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { Fault } from './target.ts';

/** Both values as text: octets as hex, families by name, packed routes as the routes they stand for; without remarks. */
export function expectSame(what: string, left: unknown, right: unknown): void {
  const [before, after] = [textOf(left), textOf(right)];
  if (before === after) return;
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  throw new Fault(`${what}: …${around(before)}… became …${around(after)}…`);
}

const textOf = (value: unknown): string => JSON.stringify(value, plain) ?? 'undefined';

const leftOut = ['issues', 'attributeForms'];

function plain(key: string, value: unknown): unknown {
  if (leftOut.includes(key)) return undefined;
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return hexOf(value);
  if (typeof value !== 'object' || value === null) return value;
  if ('delimited' in value && 'name' in value) return value.name;
  return isRouteSet(value) ? listed(value) : value;
}

const isRouteSet = (value: object): value is RouteSet => 'packed' in value && 'nextHop' in value && 'routes' in value;

const listed = ({ family, nextHop, linkLocalNextHop, nextHopOctets, routes }: RouteSet) => ({
  nextHop,
  linkLocalNextHop,
  nextHopOctets,
  family,
  routes,
});
