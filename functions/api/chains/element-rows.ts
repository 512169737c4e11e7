import type { AnnouncementRow, ElementRow } from '#model/api-rows.ts';
import type { AnnouncementState, ElementState, ServiceAddress } from '#model/state.ts';
import { timeText } from '../http/clock.ts';
import { prefixSortKey } from '../http/prefix-text.ts';
import { announcementRows } from './announcement-rows.ts';
import type { KnownElements } from './known-elements.ts';

/** Elements with their announcements in full; an announcement that just went is left out. */
export function elementRows(known: KnownElements, announcements: readonly AnnouncementState[]): ElementRow[] {
  const rows = new Map(announcementRows(announcements).map((row): [string, AnnouncementRow] => [row.id, row]));
  return known.whole.map((element) => elementRow(element, known.routersOf(element), rows));
}

function elementRow(
  element: ElementState,
  routers: string[],
  announcements: ReadonlyMap<string, AnnouncementRow>,
): ElementRow {
  return {
    id: element.id,
    router: element.routerId,
    location: element.location,
    vendor: element.vendor,
    deviceId: element.deviceId,
    interfaces: mapped(element.interfaces, (ids) => ids.flatMap((id) => announcements.get(id) ?? [])),
    state: element.state,
    missing: element.missing,
    required: element.required,
    routers,
    services: mapped(element.services, livePrefixes),
    pairing: element.pairing,
    flapping: element.flap.flapping,
    reason: element.reason,
    since: timeText(element.since),
    firstSeen: timeText(element.firstSeen),
    lastChanged: timeText(element.lastChanged),
  };
}

function livePrefixes(addresses: readonly ServiceAddress[]): string[] {
  const live = new Set(addresses.filter((address) => address.live).map(({ prefix }) => prefix));
  return [...live]
    .map((prefix) => ({ prefix, key: prefixSortKey(prefix) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ prefix }) => prefix);
}

const mapped = <From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
