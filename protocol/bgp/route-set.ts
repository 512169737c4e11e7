import type { Family, Nlri } from './families/family.ts';

/** Routes of one family with their common next hop. */
export interface RouteSet {
  readonly family: Family;
  /** Null in withdrawals, and for families without one (flowspec). A route distinguisher before it (VPN) is left out: it should be zero. */
  readonly nextHop: string | null;
  /** Second address of an IPv6 next hop, RFC 2545 §3. */
  readonly linkLocalNextHop: string | null;
  /** The field as received, where the two addresses do not give it again: of unusual length, or with a distinguisher that should not be there. */
  readonly nextHopOctets?: Uint8Array | undefined;
  readonly routes: readonly Nlri[];
  /** The same routes as octets, where they are plain prefixes that were decoded: who can use them spares making `routes`. */
  readonly packed?: PackedPrefixes | undefined;
}

/** Prefixes one behind the other as NLRI have them: length in bits (1), ceil(length / 8) octets with the bits beyond the length zero. */
export interface PackedPrefixes {
  octets: Uint8Array;
  count: number;
}

export type NextHops = Pick<RouteSet, 'nextHop' | 'linkLocalNextHop' | 'nextHopOctets'>;

export const noNextHop: NextHops = { nextHop: null, linkLocalNextHop: null };

/** How many routes, without making any. */
export const routeCount = (set: RouteSet): number => set.packed?.count ?? set.routes.length;
