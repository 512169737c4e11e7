import { expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { Confirmation } from '#rib/base/confirmation.ts';
import type { BlockEntry } from '#rib/base/manifest.ts';
import type { StandingRow } from '#rib/rows/row.ts';
import { feed, nlri, standing } from './standing.ts';

const other = 'pe1~192.0.2.2|adj-rib-in-pre';
const base = ['a', 'b', 'c'].flatMap((key) => [standing(3, 'S', { key }), standing(4, 'S', { key, feed: other })]);
const entry: BlockEntry = {
  id: 'batch.0',
  first: { key: 'a', feed },
  covers: [],
  rows: 6,
  octets: 100,
  writtenAt: 5,
  classes: [
    { feed, token: tokenOf(1, 3), rows: 3 },
    { feed: other, token: tokenOf(1, 4), rows: 3 },
  ],
};

/** Seqs of the entry's classes once all rows have been shown; null where it stays unconfirmed. */
function confirmed(rows: readonly StandingRow[]): number[] | null {
  const confirmation = new Confirmation(entry, base.values());
  if (!rows.every((row) => confirmation.confirms(row))) return null;
  const known = confirmation.entry();
  expect(known && { ...known, classes: entry.classes }).toEqual(known && entry);
  return known?.classes.map(({ token }) => Number(token.slice(-2))) ?? null;
}

/** The rows that a condition holds for, said again. */
const again = (holds: (row: StandingRow, index: number) => boolean, change: Partial<StandingRow> = {}): StandingRow[] =>
  base.map((row, index) => (holds(row, index) ? { ...row, token: tokenOf(1, 9), ...change } : row));

it.each<[string, StandingRow[], number[] | null]>([
  ['nothing new', base, [3, 4]],
  ['all of one feed again', again((row) => row.feed === feed), [9, 4]],
  ['all of both feeds again', again(() => true), [9, 9]],
  ['one row of a feed again', again((_, index) => index === 0), null],
  ['all rows of a feed but the last', again((row) => row.feed === feed && row.key !== 'c'), null],
  ['a row with another set', again((_, index) => index === 2, { set: 'T', token: tokenOf(1, 3) }), null],
  ['a row that was there earlier', again((_, index) => index === 2, { firstSeen: 0, token: tokenOf(1, 3) }), null],
  ['a row that changed since', again((_, index) => index === 2, { lastChanged: 9, token: tokenOf(1, 3) }), null],
  [
    'a row with labels',
    again((_, index) => index === 2, { nlri: { ...nlri, labels: [5] }, token: tokenOf(1, 3) }),
    null,
  ],
  ['a row less at the end', base.slice(0, 5), null],
  ['a row less in the middle', base.toSpliced(2, 1), null],
  ['a row more at the end', [...base, standing(3, 'S', { key: 'd' })], null],
  ['a row more in the middle', base.toSpliced(2, 0, standing(3, 'S', { key: 'aa' })), null],
  ['no row at all', [], null],
])('%s', (_, rows, tokens) => {
  expect(confirmed(rows)).toEqual(tokens);
});
