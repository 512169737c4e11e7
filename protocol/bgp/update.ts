import type { Reader } from '../bytes/reader.ts';
import { Writer } from '../bytes/writer.ts';
import { EncodeError } from '../errors.ts';
import { foldAs4, unfoldAs4 } from './as4.ts';
import { nextHop } from './attributes/03-next-hop.ts';
import { mpReachNlri } from './attributes/14-mp-reach-nlri.ts';
import { mpUnreachNlri } from './attributes/15-mp-unreach-nlri.ts';
import type { FoldedAttributes, PathAttributes } from './attributes/index.ts';
import type { BgpContext, DecodeContext, Issue, NlriContext } from './context.ts';
import { ipv4Unicast } from './families/1-1-ipv4-unicast.ts';
import type { Family } from './families/family.ts';
import { decodeRouteSet, encodeRoutes } from './families/routes.ts';
import {
  type AttributeForm,
  type DecodedAttributes,
  decodePathAttributes,
  encodePathAttributes,
} from './path-attributes.ts';
import { type NextHops, noNextHop, type RouteSet, routeCount } from './route-set.ts';

export type { BgpContext, Issue } from './context.ts';
export { type RouteSet, routeCount } from './route-set.ts';

/** RFC 4271 §4.3 and RFC 4760, the two ways to carry routes brought together. */
export interface Update {
  /** Classic NLRI first, then those of MP_REACH_NLRI. */
  announced: RouteSet[];
  /** Classic withdrawals first, then those of MP_UNREACH_NLRI, then what RFC 7606 turned into withdrawals. */
  withdrawn: RouteSet[];
  /** Next hops are in `announced`. */
  attributes: PathAttributes;
  /** Of the attributes as received; encoding keeps to it. Where it is left out, ascending codes and the flags of the table. */
  attributeForms?: readonly AttributeForm[];
  /** The family this is an End-of-RIB of (RFC 4724 §2); then all else is empty. */
  endOfRib: Family | null;
  issues: Issue[];
}

/** An UPDATE that says nothing; fill in what it should say. */
export function emptyUpdate(): Update {
  return { announced: [], withdrawn: [], attributes: { unknown: [] }, endOfRib: null, issues: [] };
}

/**
 * Withdrawn routes length (2), withdrawn routes, total path attribute length (2), path attributes, NLRI: the body behind
 * the BGP header, to the end of the reader. Malformed attributes become issues (RFC 7606); malformed routes throw DecodeError.
 */
export function decodeUpdate(reader: Reader, session: BgpContext): Update {
  const issues: Issue[] = [];
  const context: DecodeContext = { session, issues };
  const { offset } = reader;
  const withdrawn = classicRoutes(reader.sub(reader.u16()), noNextHop, { session, issues, withdrawn: true });
  const decoded = decodePathAttributes(reader.sub(reader.u16()), context);
  const { attributes, folded } = decoded;
  const nextHops = { nextHop: folded.nextHop ?? null, linkLocalNextHop: null };
  const announced = classicRoutes(reader, nextHops, { session, issues, withdrawn: false });
  foldAs4(attributes, folded, context, offset);
  const update: Update = {
    announced: filled(announced, folded.mpReachNlri),
    withdrawn: filled(withdrawn, folded.mpUnreachNlri),
    attributes,
    attributeForms: decoded.forms,
    endOfRib: withdrawn === undefined && announced === undefined ? endOfRibOf(decoded) : null,
    issues,
  };
  noteMissing(update, folded, offset);
  return issues.some(({ outcome }) => outcome === 'withdraw') ? treatedAsWithdraw(update) : update;
}

/** Of the fields that RFC 4271 §4.3 has for IPv4 unicast; nothing where the field is empty. */
function classicRoutes(field: Reader, nextHops: NextHops, context: NlriContext): RouteSet | undefined {
  return field.remaining === 0 ? undefined : decodeRouteSet(field, ipv4Unicast, nextHops, context);
}

/** The body; throws EncodeError where one UPDATE cannot carry the route sets. */
export function encodeUpdate(update: Update, context: BgpContext): Uint8Array {
  const announced = split(update.announced, cameIn(update, mpReachNlri.code) ? never : hasClassicNextHop);
  const withdrawn = split(
    withdrawnWithEndOfRib(update),
    cameIn(update, mpUnreachNlri.code) ? never : ({ family, routes }) => family === ipv4Unicast && routes.length > 0,
  );
  const writer = new Writer();
  const withdrawnLength = writer.fork(2);
  if (withdrawn.classic) encodeRoutes(writer, ipv4Unicast, withdrawn.classic.routes, context);
  const attributesLength = writer.join(withdrawnLength, 2).fork(2);
  const folded = unfoldAs4(update.attributes, context);
  if (announced.classic?.nextHop) folded.nextHop = announced.classic.nextHop;
  if (announced.multiprotocol) folded.mpReachNlri = announced.multiprotocol;
  if (withdrawn.multiprotocol) folded.mpUnreachNlri = withdrawn.multiprotocol;
  encodePathAttributes(writer, update.attributes, folded, update.attributeForms ?? [], context);
  writer.join(attributesLength, 2);
  if (announced.classic) encodeRoutes(writer, ipv4Unicast, announced.classic.routes, context);
  return writer.finish();
}

/** Those of the sets that have routes. */
function filled(classic: RouteSet | undefined, multiprotocol: RouteSet | undefined): RouteSet[] {
  const sets = classic === undefined ? [] : [classic];
  if (multiprotocol !== undefined && routeCount(multiprotocol) > 0) sets.push(multiprotocol);
  return sets;
}

function endOfRibOf({ folded, count }: DecodedAttributes): Family | null {
  if (count === 0) return ipv4Unicast;
  const { mpUnreachNlri } = folded;
  return count === 1 && mpUnreachNlri && routeCount(mpUnreachNlri) === 0 ? mpUnreachNlri.family : null;
}

/**
 * RFC 7606 §3 (d) would withdraw the routes, but the router has them and says so: a station reports what it is told.
 * NEXT_HOP is that of the classic routes alone (RFC 4760 §3).
 */
function noteMissing(
  { announced, attributes, issues }: Update,
  { nextHop, mpReachNlri }: FoldedAttributes,
  offset: number,
): void {
  if (announced.length === 0) return;
  if (attributes.origin === undefined) noteUnlessFaulty(issues, 1, 'origin', offset);
  if (attributes.asPath === undefined) noteUnlessFaulty(issues, 2, 'asPath', offset);
  if (nextHop === undefined && announced.some((set) => set !== mpReachNlri))
    noteUnlessFaulty(issues, 3, 'nextHop', offset);
}

/** One that is not there because it was malformed has its issue. */
function noteUnlessFaulty(issues: Issue[], code: number, name: string, offset: number): void {
  if (issues.some((issue) => issue.code === code)) return;
  issues.push({ code, reason: `${name}: missing`, outcome: 'note', offset });
}

function treatedAsWithdraw(update: Update): Update {
  const revoked = update.announced.map(({ family, routes }) => ({ family, ...noNextHop, routes }));
  return { ...update, announced: [], withdrawn: [...update.withdrawn, ...revoked] };
}

/** An End-of-RIB of IPv4 unicast is an UPDATE without anything, of another family an empty MP_UNREACH_NLRI. */
function withdrawnWithEndOfRib({ withdrawn, endOfRib }: Update): RouteSet[] {
  if (endOfRib === null || endOfRib === ipv4Unicast) return withdrawn;
  return [...withdrawn, { family: endOfRib, ...noNextHop, routes: [] }];
}

const never = (): boolean => false;

/** The routes came in the multiprotocol attribute `code`, though they could be classic: no others did, and no NEXT_HOP for them. */
function cameIn({ announced, withdrawn, attributeForms = [] }: Update, code: number): boolean {
  const has = (wanted: number): boolean => attributeForms.some((form) => form.code === wanted);
  const isAlone = code === mpReachNlri.code ? announced.length === 1 && !has(nextHop.code) : withdrawn.length === 1;
  return isAlone && has(code);
}

const hasClassicNextHop = ({ family, nextHop, nextHopOctets }: RouteSet): boolean =>
  family === ipv4Unicast && nextHopOctets === undefined && !nextHop?.includes(':');

/** The first set that may go into the classic field, and the one that is left for the multiprotocol attribute. */
function split(sets: readonly RouteSet[], mayBeClassic: (set: RouteSet) => boolean) {
  const classic = sets.find(mayBeClassic);
  const [multiprotocol, ...tooMany] = sets.filter((set) => set !== classic);
  if (tooMany.length > 0)
    throw new EncodeError('one UPDATE carries one set of classic and one of multiprotocol routes');
  return { classic, multiprotocol };
}
