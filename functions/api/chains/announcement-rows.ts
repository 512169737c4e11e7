import type { AnnouncementRow } from '#model/api-rows.ts';
import type { AnnouncementState } from '#model/state.ts';
import { nearest } from '#model/views.ts';
import { timeText } from '../http/clock.ts';
import { keyOfParts } from '../http/paging.ts';
import { prefixSortKey } from '../http/prefix-text.ts';

/** Learned from an element itself, and by a rule's word a service route: all others are evidence at most. */
export const isShown = ({ direct, role }: AnnouncementState): boolean => direct && role !== '';

/** Announcements of elements as rows. The same prefix and role seen through a reflector adds its router to `seenBy`. */
export function announcementRows(announcements: readonly AnnouncementState[]): AnnouncementRow[] {
  const elsewhere = Map.groupBy(
    announcements.filter(({ direct }) => !direct),
    sameService,
  );
  return announcements
    .filter(isShown)
    .map((announcement) => announcementRow(announcement, elsewhere.get(sameService(announcement)) ?? []));
}

export const announcementSortKey = (row: AnnouncementRow): string =>
  keyOfParts(row.router, row.peer, prefixSortKey(row.serviceIp), row.id);

const sameService = ({ family, routeDistinguisher, prefix, role }: AnnouncementState): string =>
  keyOfParts(family, routeDistinguisher ?? '', prefix, role);

function announcementRow(announcement: AnnouncementState, elsewhere: readonly AnnouncementState[]): AnnouncementRow {
  const said = nearest(announcement.views);
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
    communities: said?.communities ?? [],
    nextHop: said?.nextHop ?? null,
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
