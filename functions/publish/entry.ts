import type { EventRow } from '#model/api-rows.ts';
import type { PlatformEvent } from '#model/events.ts';
import { eventRow } from '../event-row.ts';
import type { BusEntry } from './event-bus.ts';

/** Octets of all entries of a request together. EventBridge wants less than 256 KB. */
export const largestRequest = 256 * 1024 - 1;

/** What EventBridge counts for the time, and what the keys of its own envelope come to, about. */
const octetsAround = 14 + 512;
/** Longer ones it refuses. The subject stands in the detail too. */
const longestResource = 2048;

export interface SizedEntry {
  entry: BusEntry;
  octets: number;
  isReduced: boolean;
}

/** The CloudEvent as the API shows it; one too large for a request leaves without the largest members of its `data`. */
export function entryOf(event: PlatformEvent): SizedEntry {
  const row = eventRow(event);
  const whole = sized(event, row);
  if (whole.octets <= largestRequest) return whole;
  const bare = { ...row, datareduced: true, data: {} };
  const data = smallestMembers(row.data, largestRequest - sized(event, bare).octets);
  return { ...sized(event, { ...bare, data }), isReduced: true };
}

function sized(event: PlatformEvent, row: EventRow): SizedEntry {
  const entry: BusEntry = {
    source: 'bmpaas',
    detailType: event.type,
    time: event.time,
    resources: event.subject.length <= longestResource ? [event.subject] : [],
    detail: JSON.stringify(row),
  };
  const texts = [entry.source, entry.detailType, entry.detail, ...entry.resources];
  return { entry, octets: texts.reduce((sum, text) => sum + octetsOf(text), octetsAround), isReduced: false };
}

/** As many members, the smallest first, as `room` octets of JSON hold. */
function smallestMembers(data: Record<string, unknown>, room: number): Record<string, unknown> {
  const members = Object.entries(data)
    .map((member) => ({ member, octets: octetsOf(JSON.stringify(Object.fromEntries([member]))) }))
    .sort((a, b) => a.octets - b.octets);
  let left = room;
  const fitting = members.filter(({ octets }) => {
    left -= octets;
    return left >= 0;
  });
  return Object.fromEntries(fitting.map(({ member }) => member));
}

const octetsOf = (text: string): number => Buffer.byteLength(text, 'utf8');
