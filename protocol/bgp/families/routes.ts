import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { BgpContext, DecodeContext } from '../context.ts';
import type { Family, Nlri } from './family.ts';

const pathIdLength = 4;

/** All NLRI up to the end of the reader, each behind its path identifier where the session has ADD-PATH (RFC 7911 §3). */
export function decodeRoutes(reader: Reader, family: Family, context: DecodeContext): Nlri[] {
  const routes: Nlri[] = [];
  const withPathIds = reader.remaining > 0 && carriesPathIds(reader, family, context);
  while (reader.remaining > 0) routes.push(family.decode(reader, withPathIds ? reader.u32() : null));
  return routes;
}

export function encodeRoutes(writer: Writer, family: Family, routes: readonly Nlri[], context: BgpContext): void {
  const withPathIds = family.delimited && context.addPath(family.afi, family.safi);
  for (const route of routes) {
    if (withPathIds) writer.u32(route.pathId ?? 0);
    family.encode(writer, route);
  }
}

/**
 * FRR and GoBGP re-encode dumps without path identifiers, one NLRI a message, although ADD-PATH was negotiated. A field that
 * is exactly one NLRI is taken for such: read the other way its identifier would begin with a prefix length.
 */
function carriesPathIds(reader: Reader, family: Family, { session, issues }: DecodeContext): boolean {
  if (!family.delimited || !session.addPath(family.afi, family.safi)) return false;
  const field = reader.fork().rest();
  const single = family.measure(field, 0) === field.length;
  if (!single && (fits(field, family, pathIdLength) || !fits(field, family, 0))) return true;
  issues.push({ code: null, reason: 'no path identifiers despite ADD-PATH', outcome: 'note', offset: reader.offset });
  return false;
}

function fits(field: Uint8Array, family: Family, before: number): boolean {
  let at = 0;
  while (at < field.length) at += before + family.measure(field, at + before);
  return at === field.length;
}
