import type { Nlri } from '../bgp/families/family.ts';
import type { RouteSet, Update } from '../bgp/update.ts';
import { Reader } from '../bytes/reader.ts';
import type { RouteMonitoring } from './messages/00-route-monitoring.ts';
import { decodePathStatus, joinedStatus, type PathStatus } from './path-marking.ts';
import { decodeIndexes, group, pathMarking, routeMonitoringTypes } from './route-monitoring-tlvs.ts';
import type { RawTlv, TlvTypes } from './tlv.ts';

/** Announced routes that the router marked alike; null where it did not mark them. */
export interface MarkedSet {
  set: RouteSet;
  pathStatus: PathStatus | null;
}

const allRoutes = 0;

/**
 * The announced sets of one UPDATE of the message, taken apart where routes of a set are marked differently. An index counts
 * the NLRI of the UPDATE from 1 on; where it has NLRI of several kinds nothing says which come first, and only index 0 holds.
 */
export function markedSets({ updates, tlvs }: RouteMonitoring, update: Update): MarkedSet[] {
  const types = routeMonitoringTypes(tlvs);
  const statuses = types === undefined ? new Map<number, PathStatus>() : statusesByIndex(tlvs, types);
  const [first, ...others] = update.announced;
  const isIndexed = updates.length === 1 && others.length === 0 && update.withdrawn.length === 0;
  if (first === undefined || !isIndexed || [...statuses.keys()].every((index) => index === allRoutes)) {
    return update.announced.map((set) => ({ set, pathStatus: statuses.get(allRoutes) ?? null }));
  }
  return takenApart(first, statuses);
}

/** The routes of equal status together, in the order of the first of each. */
function takenApart(set: RouteSet, statuses: ReadonlyMap<number, PathStatus>): MarkedSet[] {
  const { family, nextHop, linkLocalNextHop } = set;
  const marked = new Map<string, { routes: Nlri[]; pathStatus: PathStatus | null }>();
  for (const [place, route] of set.routes.entries()) {
    const [common, own] = [statuses.get(allRoutes), statuses.get(place + 1)];
    const pathStatus = own === undefined ? (common ?? null) : joinedStatus(common, own);
    const key = pathStatus === null ? '' : `${pathStatus.status} ${pathStatus.reasons}`;
    const alike = marked.get(key) ?? { routes: [], pathStatus };
    alike.routes.push(route);
    marked.set(key, alike);
  }
  return [...marked.values()].map(({ routes, pathStatus }) => ({
    set: { family, nextHop, linkLocalNextHop, routes },
    pathStatus,
  }));
}

/** By index of the NLRI, those of groups among them; an index beyond the last NLRI is never looked up. */
function statusesByIndex(tlvs: readonly RawTlv[], types: TlvTypes): Map<number, PathStatus> {
  const marked = new Map<number, PathStatus>();
  for (const tlv of tlvs) {
    const status = types(tlv) === pathMarking ? statusIn(tlv) : null;
    if (status !== null) mark(marked, tlv.index ?? allRoutes, status);
  }
  const statuses = new Map(marked);
  for (const tlv of tlvs) {
    const status = types(tlv) === group ? marked.get(tlv.index ?? allRoutes) : undefined;
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
