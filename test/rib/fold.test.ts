import { expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import type { CommitMark } from '#rib/log/log-commit.ts';
import { fold } from '#rib/rows/fold.ts';
import type { LogRow, StandingRow } from '#rib/rows/row.ts';
import { hiding, nlri, said, standing } from './standing.ts';

interface Case {
  base?: StandingRow;
  rows: LogRow[];
  marks?: CommitMark[];
  /** Seq, set, first seen, last changed; null: withdrawn. */
  is: [seq: number, set: string, firstSeen: number, lastChanged: number] | null;
}

const base = standing(3, 'A');
const relabelled = { nlri: { ...nlri, labels: [5] } };

const cases: Record<string, Case> = {
  'nothing said of it stands as it did': { base, rows: [], is: [3, 'A', 1, 2] },
  'a first announcement is new': { rows: [said(1, 7, 'A')], is: [7, 'A', 7, 7] },
  'the same again has not changed': { base, rows: [said(1, 7, 'A')], is: [7, 'A', 1, 2] },
  'another set has changed': { base, rows: [said(1, 7, 'B')], is: [7, 'B', 1, 7] },
  'other labels have changed': { base, rows: [said(1, 7, 'A', relabelled)], is: [7, 'A', 1, 7] },
  'there and back has changed twice': { base, rows: [said(1, 7, 'B'), said(2, 8, 'A')], is: [8, 'A', 1, 8] },
  'withdrawn is gone': { base, rows: [said(1, 7, null)], is: null },
  'withdrawn, and nothing before': { rows: [said(1, 7, null)], is: null },
  'withdrawn and back is new': { base, rows: [said(1, 7, null), said(2, 8, 'A')], is: [8, 'A', 8, 8] },
  'hidden by a commit and back in a later one is new': {
    base,
    rows: [said(2, 9, 'A')],
    marks: [hiding(1, 5)],
    is: [9, 'A', 9, 9],
  },
  'hidden by the commit that announced it, and back in a later one, is new': {
    rows: [said(1, 5, 'A'), said(2, 9, 'A')],
    marks: [hiding(1, 7)],
    is: [9, 'A', 9, 9],
  },
  'hidden and back within one commit is not': {
    base,
    rows: [said(1, 9, 'A')],
    marks: [hiding(1, 5)],
    is: [9, 'A', 1, 2],
  },
  'a dump that ended with it has hidden nothing': {
    base,
    rows: [said(1, 7, 'A'), said(3, 9, 'A')],
    marks: [hiding(2, 6)],
    is: [9, 'A', 1, 2],
  },
  'confirmed before the commit that hid the others': {
    base,
    rows: [said(1, 7, 'A'), said(2, 9, 'B')],
    marks: [hiding(1, 6)],
    is: [9, 'B', 1, 9],
  },
  'the row that a feed began with is not hidden by its beginning': {
    rows: [said(1, 7, 'A'), said(3, 9, 'A')],
    marks: [hiding(1, 7)],
    is: [9, 'A', 7, 7],
  },
  'hidden twice, and between that shown as new': {
    base,
    rows: [said(2, 6, 'A'), said(4, 9, 'A')],
    marks: [hiding(3, 8), hiding(1, 5)],
    is: [9, 'A', 9, 9],
  },
  'hidden only after all that was said': { base, rows: [said(1, 7, 'A')], marks: [hiding(2, 8)], is: [7, 'A', 1, 2] },
};

it.each(Object.entries(cases))('%s', (_, { base: before = null, rows, marks = [], is }) => {
  const found = fold(before, rows, marks);
  const [seq = 0, set, firstSeen, lastChanged] = is ?? [];
  expect(found).toEqual(is && { ...found, token: tokenOf(1, seq), set, firstSeen, lastChanged });
});

it('has the NLRI as it was said last', () => {
  expect(fold(base, [said(1, 7, 'A', relabelled)], [])?.nlri.labels).toEqual([5]);
});
