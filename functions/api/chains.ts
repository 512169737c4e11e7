import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import type { AnnouncementState, AnnouncementView, ElementState } from '#model/state.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { timeText } from './clock.ts';
import { keyOfParts } from './paging.ts';
import { prefixSortKey } from './prefix-text.ts';

/** The view that is nearest to what the element said comes first. */
const viewOrder: readonly View[] = [
  'adj-rib-in-pre',
  'adj-rib-in-post',
  'loc-rib',
  'adj-rib-out-pre',
  'adj-rib-out-post',
];

/** Direct announcements as rows. The same prefix and role seen through a reflector adds its router to `seenBy`. */
export function announcementRows(announcements: readonly AnnouncementState[]): AnnouncementRow[] {
  const elsewhere = Map.groupBy(
    announcements.filter(({ direct }) => !direct),
    sameService,
  );
  return announcements
    .filter(({ direct }) => direct)
    .map((announcement) => announcementRow(announcement, elsewhere.get(sameService(announcement)) ?? []));
}

export const announcementSortKey = (row: AnnouncementRow): string =>
  keyOfParts(row.router, row.peer, prefixSortKey(row.serviceIp), row.id);

/** An element with its announcements in full; one that just went is left out. */
export function elementRow(element: ElementState, announcements: ReadonlyMap<string, AnnouncementRow>): ElementRow {
  const interfaces = Object.entries(element.interfaces).map(([role, ids]): [string, AnnouncementRow[]] => [
    role,
    ids.flatMap((id) => announcements.get(id) ?? []),
  ]);
  return {
    id: element.id,
    router: element.routerId,
    location: element.location,
    vendor: element.vendor,
    deviceId: element.deviceId,
    interfaces: Object.fromEntries(interfaces),
    state: element.state,
    missing: element.missing,
    pairing: element.pairing,
    reason: element.reason,
    since: timeText(element.since),
    firstSeen: timeText(element.firstSeen),
    lastChanged: timeText(element.lastChanged),
  };
}

const sameService = ({ family, routeDistinguisher, prefix, role }: AnnouncementState): string =>
  keyOfParts(family, routeDistinguisher ?? '', prefix, role);

function announcementRow(announcement: AnnouncementState, elsewhere: readonly AnnouncementState[]): AnnouncementRow {
  const view = bestView(announcement);
  const others = elsewhere.map(({ routerId }) => routerId).filter((routerId) => routerId !== announcement.routerId);
  return {
    location: announcement.location,
    vendor: announcement.vendor,
    peerIp: announcement.peerAddress,
    deviceId: announcement.deviceId,
    serviceIp: announcement.prefix,
    serviceIpType: announcement.role.charAt(0).toUpperCase() + announcement.role.slice(1),
    router: announcement.routerId,
    role: announcement.role,
    communities: view?.communities ?? [],
    nextHop: view?.nextHop ?? null,
    matchedRule: announcement.matchedRule,
    pipeline: announcement.pipeline,
    firstSeen: timeText(announcement.firstSeen),
    lastChanged: timeText(announcement.lastChanged),
    state: announcement.state,
    id: announcement.id,
    peer: announcement.peerId,
    family: announcement.family,
    pathId: announcement.pathId,
    seenBy: [...new Set(others)].sort(),
  };
}

function bestView({ views }: AnnouncementState): AnnouncementView | undefined {
  return viewOrder.map((view) => views[view]).find((view) => view !== undefined);
}
