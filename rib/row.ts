import type { AttributeSet } from '#model/record.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { View } from '#protocol/bmp/peer-header.ts';

/** What a router said last, as of `token`, of one route in one feed. */
export interface SegmentRow {
  peerId: string;
  view: View;
  nlri: Nlri;
  token: Token;
  /** When it was received, milliseconds since 1970. */
  at: number;
  /** Null: withdrawn. */
  attributes: AttributeSet | null;
}

/** Sorts by route distinguisher, address and length; a prefix stands before the longer ones it covers. */
export function compareNlri(a: Nlri, b: Nlri): number {
  return (
    compareOctets(a.routeDistinguisher ?? none, b.routeDistinguisher ?? none) ||
    compareOctets(a.nlri ?? none, b.nlri ?? none) ||
    compareOctets(a.address, b.address) ||
    a.prefixLength - b.prefixLength ||
    (a.pathId ?? -1) - (b.pathId ?? -1)
  );
}

/** Compares like a value: a number where one is enough, as the maps of a full table are large. */
export type RouteKey = string | number;

/**
 * Which route of its feed, in a family: equal exactly when a later row replaces an earlier one. Labels and whatever else a withdrawal
 * need not repeat are no part of it (RFC 8277 §2.4), so of what is not a prefix the family tells.
 */
export function routeKeyOf(familyName: string): (nlri: Nlri) => RouteKey {
  const family = familyNamed(familyName);
  return (nlri) => {
    const { pathId, routeDistinguisher, prefixLength, address } = nlri;
    if (nlri.nlri !== null) return `${pathId ?? ''}|n${latin1(family?.key(nlri) ?? nlri.nlri)}`;
    if (pathId === null && routeDistinguisher === null && address.length <= 4)
      return prefixLength * 2 ** 32 + unsigned32(address);
    return `${pathId ?? ''}|${routeDistinguisher ? latin1(routeDistinguisher) : ''}|${prefixLength}/${latin1(address)}`;
  };
}

export const feedKey = (peerId: string, view: string): string => `${peerId}|${view}`;

/** Rows of the same route of one family, in the order in which each route first comes. */
export function groupByRoute(rows: readonly SegmentRow[], family: string): SegmentRow[][] {
  const routeKey = routeKeyOf(family);
  const feeds = new Map<string, Map<RouteKey, SegmentRow[]>>();
  for (const row of rows) {
    const name = feedKey(row.peerId, row.view);
    const routes = feeds.get(name) ?? new Map<RouteKey, SegmentRow[]>();
    feeds.set(name, routes);
    const key = routeKey(row.nlri);
    const known = routes.get(key);
    if (known) known.push(row);
    else routes.set(key, [row]);
  }
  return [...feeds.values()].flatMap((routes) => [...routes.values()]);
}

const mostArguments = 4096;

/** One character for each octet. */
export function latin1(octets: Uint8Array): string {
  if (octets.length <= mostArguments) return String.fromCharCode(...octets);
  return latin1(octets.subarray(0, mostArguments)) + latin1(octets.subarray(mostArguments));
}

/** Up to four octets, as if zeros followed. */
const unsigned32 = (octets: Uint8Array): number =>
  (octets[0] ?? 0) * 2 ** 24 + (octets[1] ?? 0) * 2 ** 16 + (octets[2] ?? 0) * 2 ** 8 + (octets[3] ?? 0);

const none = new Uint8Array(0);

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
