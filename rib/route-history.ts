import type { AttributeSet } from '#model/record.ts';
import { encodeAttributeSet } from '#model/record-codec.ts';
import { latin1, type SegmentRow } from './row.ts';

/** A row that stands, with when it appeared and when it last changed, as far back as the log goes. Milliseconds since 1970. */
export interface StandingRow {
  row: SegmentRow & { attributes: AttributeSet };
  firstSeen: number;
  lastChanged: number;
}

/** What the rows of one route come to, in any order and with repetitions; null when it was withdrawn last. */
export function standingRow(rows: readonly SegmentRow[]): StandingRow | null {
  const newestFirst = rows.toSorted((a, b) => (a.token < b.token ? 1 : a.token > b.token ? -1 : 0));
  const row = newestFirst[0];
  if (!row || !isAnnounced(row)) return null;
  const life = leading(newestFirst, isAnnounced).filter(isAnnounced);
  const unchanged = leading(life, sameAttributesAs(row));
  return { row, firstSeen: life.at(-1)?.at ?? row.at, lastChanged: unchanged.at(-1)?.at ?? row.at };
}

const isAnnounced = (row: SegmentRow): row is StandingRow['row'] => row.attributes !== null;

/** Attributes are the same when they encode the same: a router's repeated dump changes nothing. */
function sameAttributesAs(reference: StandingRow['row']): (row: StandingRow['row']) => boolean {
  const content = (attributes: AttributeSet) => latin1(encodeAttributeSet(attributes));
  let expected: string | undefined;
  return ({ attributes }) => {
    if (attributes === reference.attributes) return true;
    expected ??= content(reference.attributes);
    return content(attributes) === expected;
  };
}

function leading<Row>(rows: readonly Row[], holds: (row: Row) => boolean): Row[] {
  const end = rows.findIndex((row) => !holds(row));
  return rows.slice(0, end === -1 ? rows.length : end);
}
