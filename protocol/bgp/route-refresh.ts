import type { Reader } from '../bytes/reader.ts';
import type { Writer } from '../bytes/writer.ts';

/** RFC 2918 §3, RFC 7313 §3.2. */
export interface RouteRefresh {
  afi: number;
  safi: number;
  /** 0 where nothing but a refresh is meant, and with outbound route filters. */
  subtype: number;
  /** RFC 5291 §4: when to refresh (1), then ORF type (1), length (2), entries, repeated. Empty where there are none. */
  outboundRouteFilters: Uint8Array;
}

/** IANA "Route Refresh Subcodes", RFC 7313 §3.2. */
const subtypeNames: readonly string[] = ['request', 'begin', 'end'];

/** AFI (2), subtype (1; reserved before RFC 7313), SAFI (1), outbound route filters. */
export function decodeRouteRefresh(reader: Reader): RouteRefresh {
  const [afi, subtype, safi] = [reader.u16(), reader.u8(), reader.u8()];
  return { afi, safi, subtype, outboundRouteFilters: reader.rest() };
}

export function encodeRouteRefresh(writer: Writer, value: RouteRefresh): void {
  writer.u16(value.afi).u8(value.subtype).u8(value.safi).bytes(value.outboundRouteFilters);
}

export function routeRefreshText(subtype: number): string {
  return subtypeNames[subtype] ?? `subtype ${subtype}`;
}
