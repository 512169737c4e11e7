import type { Nlri } from '../bgp/families/family.ts';
import type { RouteSet, Update } from '../bgp/update.ts';
import { Reader } from '../bytes/reader.ts';
import type { RouteMonitoring } from './messages/00-route-monitoring.ts';
import { decodePathStatus, joinedStatus, type PathStatus } from './path-marking.ts';
import { decodeIndexes, group, pathMarking, routeMonitoringTypes } from './route-monitoring-tlvs.ts';
import { printable, type RawTlv, type TlvTypes } from './tlv.ts';
import { tableName } from './tlv-types.ts';

/** Routes that the router marked alike, or not at all. */
export interface MarkedSet extends RouteSet {
  readonly pathStatus?: PathStatus | undefined;
}

type Message = Pick<RouteMonitoring, 'updates' | 'tlvs'>;

const allRoutes = 0;

/**
 * The announced sets of one UPDATE of the message, taken apart where routes of a set are marked differently. An index counts
 * the NLRI of the UPDATE from 1 on; where it has NLRI of several kinds nothing says which come first, and only index 0 holds.
 */
export function markedSets({ updates, tlvs }: Message, { announced, withdrawn }: Update): readonly MarkedSet[] {
  const types = tlvs.length === 0 ? undefined : routeMonitoringTypes(tlvs);
  if (types === undefined) return announced;
  const statuses = statusesByIndex(tlvs, types);
  const ofAll = statuses.get(allRoutes);
  const [first, ...others] = announced;
  const countable = updates.length === 1 && others.length === 0 && withdrawn.length === 0;
  if (first !== undefined && countable && statuses.size > (ofAll ? 1 : 0)) return takenApart(first, statuses);
  return ofAll === undefined ? announced : announced.map((set) => marked(set, set, ofAll));
}

/** The VRF or table that the message speaks of. */
export function tableNameIn(tlvs: readonly RawTlv[]): string | null {
  const types = tlvs.length === 0 ? undefined : routeMonitoringTypes(tlvs);
  const named = tlvs.find((tlv) => types?.(tlv) === tableName);
  return named === undefined ? null : printable(named.value);
}

/** The routes of equal status together, in the order of the first of each. */
function takenApart(set: RouteSet, statuses: ReadonlyMap<number, PathStatus>): MarkedSet[] {
  const ofAll = statuses.get(allRoutes);
  const alike = new Map<string, { routes: Nlri[]; pathStatus: PathStatus | undefined }>();
  for (const [place, route] of set.routes.entries()) {
    const own = statuses.get(place + 1);
    const pathStatus = own === undefined ? ofAll : joinedStatus(ofAll, own);
    const key = pathStatus === undefined ? '' : `${pathStatus.status} ${pathStatus.reasons}`;
    const known = alike.get(key) ?? { routes: [], pathStatus };
    known.routes.push(route);
    alike.set(key, known);
  }
  return Array.from(alike.values(), ({ routes, pathStatus }) => marked(set, { routes }, pathStatus));
}

const marked = (
  { family, nextHop, linkLocalNextHop }: RouteSet,
  { routes, packed }: Pick<RouteSet, 'routes' | 'packed'>,
  pathStatus: PathStatus | undefined,
): MarkedSet => ({ family, nextHop, linkLocalNextHop, routes, packed, pathStatus });

/** By index of the NLRI, those of groups among them; an index beyond the last NLRI is never looked up. */
function statusesByIndex(tlvs: readonly RawTlv[], types: TlvTypes): Map<number, PathStatus> {
  const own = new Map<number, PathStatus>();
  for (const tlv of tlvs) {
    const status = types(tlv) === pathMarking ? statusIn(tlv) : null;
    if (status !== null) mark(own, tlv.index ?? allRoutes, status);
  }
  const statuses = new Map(own);
  for (const tlv of tlvs) {
    const status = types(tlv) === group ? own.get(tlv.index ?? allRoutes) : undefined;
    if (status !== undefined) for (const member of membersIn(tlv)) mark(statuses, member, status);
  }
  return statuses;
}

const mark = (statuses: Map<number, PathStatus>, index: number, status: PathStatus): Map<number, PathStatus> =>
  statuses.set(index, joinedStatus(statuses.get(index), status));

/** An odd octet at the end says nothing. */
const membersIn = ({ value }: RawTlv): number[] => decodeIndexes(Reader.over(value.subarray(0, value.length & ~1)));

const statusIn = ({ value }: RawTlv): PathStatus | null =>
  value.length === 4 || value.length === 6 ? decodePathStatus(Reader.over(value)) : null;
