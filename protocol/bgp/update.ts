import type { Reader } from '../bytes/reader.ts';
import { Writer } from '../bytes/writer.ts';
import { EncodeError } from '../errors.ts';
import { foldAs4, unfoldAs4 } from './as4.ts';
import type { PathAttributes } from './attributes/index.ts';
import type { BgpContext, DecodeContext, Issue } from './context.ts';
import { ipv4Unicast } from './families/1-1-ipv4-unicast.ts';
import type { Family } from './families/family.ts';
import { decodeRouteSet, encodeRoutes } from './families/routes.ts';
import { type DecodedAttributes, decodePathAttributes, encodePathAttributes } from './path-attributes.ts';
import { noNextHop, type RouteSet, routeCount } from './route-set.ts';

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
  const context: DecodeContext = { session, issues: [] };
  const { offset } = reader;
  const withdrawn = decodeRouteSet(reader.sub(reader.u16()), ipv4Unicast, noNextHop, { ...context, withdrawn: true });
  const decoded = decodePathAttributes(reader.sub(reader.u16()), context);
  const nextHops = { nextHop: decoded.folded.nextHop ?? null, linkLocalNextHop: null };
  const announced = decodeRouteSet(reader, ipv4Unicast, nextHops, { ...context, withdrawn: false });
  foldAs4(decoded.attributes, decoded.folded, context, offset);
  const update: Update = {
    announced: filled(announced, decoded.folded.mpReachNlri),
    withdrawn: filled(withdrawn, decoded.folded.mpUnreachNlri),
    attributes: decoded.attributes,
    endOfRib: routeCount(withdrawn) + routeCount(announced) > 0 ? null : endOfRibOf(decoded),
    issues: context.issues,
  };
  noteMissing(update, offset);
  return update.issues.some(({ outcome }) => outcome === 'withdraw') ? treatedAsWithdraw(update) : update;
}

/** The body; throws EncodeError where one UPDATE cannot carry the route sets. */
export function encodeUpdate(update: Update, context: BgpContext): Uint8Array {
  const announced = split(update.announced, ({ family, nextHop }) => family === ipv4Unicast && !nextHop?.includes(':'));
  const withdrawn = split(
    withdrawnWithEndOfRib(update),
    ({ family, routes }) => family === ipv4Unicast && routes.length > 0,
  );
  const writer = new Writer();
  const withdrawnLength = writer.fork(2);
  if (withdrawn.classic) encodeRoutes(writer, ipv4Unicast, withdrawn.classic.routes, context);
  const attributesLength = writer.join(withdrawnLength, 2).fork(2);
  const folded = unfoldAs4(update.attributes, context);
  if (announced.classic?.nextHop) folded.nextHop = announced.classic.nextHop;
  if (announced.multiprotocol) folded.mpReachNlri = announced.multiprotocol;
  if (withdrawn.multiprotocol) folded.mpUnreachNlri = withdrawn.multiprotocol;
  encodePathAttributes(writer, update.attributes, folded, context);
  writer.join(attributesLength, 2);
  if (announced.classic) encodeRoutes(writer, ipv4Unicast, announced.classic.routes, context);
  return writer.finish();
}

/** Those of the sets that have routes. */
const filled = (...sets: (RouteSet | undefined)[]): RouteSet[] =>
  sets.filter((set): set is RouteSet => set !== undefined && routeCount(set) > 0);

function endOfRibOf({ folded, count }: DecodedAttributes): Family | null {
  if (count === 0) return ipv4Unicast;
  const { mpUnreachNlri } = folded;
  return count === 1 && mpUnreachNlri && routeCount(mpUnreachNlri) === 0 ? mpUnreachNlri.family : null;
}

/**
 * RFC 7606 §3 (d) would withdraw the routes, but the router has them and says so: a station reports what it is told.
 */
function noteMissing({ announced, attributes, issues }: Update, offset: number): void {
  if (announced.length === 0) return;
  if (attributes.origin === undefined && !issues.some(({ code }) => code === 1))
    issues.push(missing(1, 'origin', offset));
  if (attributes.asPath === undefined && !issues.some(({ code }) => code === 2))
    issues.push(missing(2, 'asPath', offset));
}

const missing = (code: number, name: string, offset: number): Issue => ({
  code,
  reason: `${name}: missing`,
  outcome: 'note',
  offset,
});

function treatedAsWithdraw(update: Update): Update {
  const revoked = update.announced.map(({ family, routes }) => ({ family, ...noNextHop, routes }));
  return { ...update, announced: [], withdrawn: [...update.withdrawn, ...revoked] };
}

/** An End-of-RIB of IPv4 unicast is an UPDATE without anything, of another family an empty MP_UNREACH_NLRI. */
function withdrawnWithEndOfRib({ withdrawn, endOfRib }: Update): RouteSet[] {
  if (endOfRib === null || endOfRib === ipv4Unicast) return withdrawn;
  return [...withdrawn, { family: endOfRib, ...noNextHop, routes: [] }];
}

/** The first set that may go into the classic field, and the one that is left for the multiprotocol attribute. */
function split(sets: readonly RouteSet[], mayBeClassic: (set: RouteSet) => boolean) {
  const classic = sets.find(mayBeClassic);
  const [multiprotocol, ...tooMany] = sets.filter((set) => set !== classic);
  if (tooMany.length > 0)
    throw new EncodeError('one UPDATE carries one set of classic and one of multiprotocol routes');
  return { classic, multiprotocol };
}
