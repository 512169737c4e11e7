import { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { type BgpContext, type NlriContext, plainContext } from '../context.ts';
import type { NextHops, PackedPrefixes, RouteSet } from '../route-set.ts';
import type { Family, Nlri } from './family.ts';

const pathIdLength = 4;

/** All NLRI up to the end of the reader, each behind its path identifier where the session has ADD-PATH (RFC 7911 §3). */
export function decodeRouteSet(reader: Reader, family: Family, nextHops: NextHops, context: NlriContext): RouteSet {
  const withPathIds = reader.remaining > 0 && carriesPathIds(reader, family, context);
  const packed = family.plainPrefixes && !withPathIds ? packedPrefixes(reader, family) : null;
  if (packed !== null) return new PrefixSet(family, nextHops, packed);
  return { ...nextHops, family, routes: decodeAll(reader, family, withPathIds, context) };
}

export function encodeRoutes(writer: Writer, family: Family, routes: readonly Nlri[], context: BgpContext): void {
  const withPathIds = family.delimited && context.addPath(family.afi, family.safi);
  for (const route of routes) {
    if (withPathIds) writer.u32(route.pathId ?? 0);
    family.encode(writer, route);
  }
}

/** Routes that nobody may ever look at: objects are made of them when somebody does, each time anew. */
class PrefixSet implements RouteSet {
  readonly family: Family;
  readonly nextHop: string | null;
  readonly linkLocalNextHop: string | null;
  readonly nextHopOctets: Uint8Array | undefined;
  readonly packed: PackedPrefixes;

  constructor(family: Family, { nextHop, linkLocalNextHop, nextHopOctets }: NextHops, packed: PackedPrefixes) {
    this.family = family;
    this.nextHop = nextHop;
    this.linkLocalNextHop = linkLocalNextHop;
    this.nextHopOctets = nextHopOctets;
    this.packed = packed;
  }

  get routes(): readonly Nlri[] {
    return decodeAll(Reader.over(this.packed.octets), this.family, false, whollyPlain);
  }
}

/** Of a plain prefix nothing depends on the session. */
const whollyPlain: NlriContext = { session: plainContext, issues: [], withdrawn: false };

function decodeAll(reader: Reader, family: Family, withPathIds: boolean, context: NlriContext): Nlri[] {
  const routes: Nlri[] = [];
  while (reader.remaining > 0) routes.push(family.decode(reader, withPathIds ? reader.u32() : null, context));
  return routes;
}

/** Takes the whole field off the reader. Null, with nothing taken, where a prefix is malformed or has bits set beyond its length. */
function packedPrefixes(reader: Reader, family: Family): PackedPrefixes | null {
  const field = reader.peekRest();
  let count = 0;
  let at = 0;
  while (at < field.length) {
    const next = at + family.measure(field, at);
    if (!(next <= field.length) || hasBitsBeyond(field, at, next)) return null;
    at = next;
    count++;
  }
  reader.skip(field.length);
  return { octets: field, count };
}

function hasBitsBeyond(field: Uint8Array, at: number, next: number): boolean {
  const unused = -(field[at] ?? 0) & 7;
  return unused !== 0 && ((field[next - 1] ?? 0) & ((1 << unused) - 1)) !== 0;
}

/**
 * FRR and GoBGP re-encode dumps without path identifiers, one NLRI a message, although ADD-PATH was negotiated. A field that
 * is exactly one NLRI is taken for such: read the other way its identifier would begin with a prefix length.
 */
function carriesPathIds(reader: Reader, family: Family, { session, issues }: NlriContext): boolean {
  if (!family.delimited || !session.addPath(family.afi, family.safi)) return false;
  const field = reader.peekRest();
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
