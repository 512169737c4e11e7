import type { Family, Nlri } from './families/family.ts';

/** Routes of one family with their common next hop. */
export interface RouteSet {
  family: Family;
  /** Null in withdrawals, and for families without one (flowspec). A route distinguisher before it (VPN) is left out: it is always zero. */
  nextHop: string | null;
  /** Second address of an IPv6 next hop, RFC 2545 §3. */
  linkLocalNextHop: string | null;
  routes: Nlri[];
}
