import { expect, test } from 'vitest';
import { judge, standingOf, type Verdict } from '#functions/replay/verdict.ts';
import { tokenOf } from '#model/token.ts';

const span = (session: number, firstSeq: number, lastSeq: number) => ({
  sequenceNumber: 1n,
  session,
  firstSeq,
  lastSeq,
});
const standing = standingOf({ applied: tokenOf(3, 10), gaps: [{ session: 3, from: 5, to: 6 }] });

const verdictsOf = (spans: Parameters<typeof judge>[0]): Verdict[] =>
  judge(spans, standing).map(({ verdict }) => verdict);

test.each<[string, ReturnType<typeof span>, Verdict]>([
  ['comes right behind what is applied', span(3, 11, 20), 'replay'],
  ['is applied in part', span(3, 9, 12), 'replay'],
  ['is applied', span(3, 7, 10), 'taken'],
  ['was passed over', span(3, 4, 6), 'overtaken'],
  ['touches what was passed over', span(3, 6, 8), 'overtaken'],
  ['is of an earlier session', span(2, 50, 60), 'superseded'],
  ['has something missing before it', span(3, 12, 20), 'incomplete'],
  ['begins the next session', span(4, 1, 7), 'replay'],
  ['is of the next session, whose beginning is missing', span(4, 2, 7), 'incomplete'],
  ['is the sweep’s word', span(3, 0, 0), 'taken'],
])('a record that %s', (_, record, verdict) => {
  expect(verdictsOf([record])).toEqual([verdict]);
});

test('records are judged as if those before them had been put back', () => {
  expect(verdictsOf([span(3, 11, 20), span(3, 21, 30), span(4, 1, 9), span(4, 10, 12)])).toEqual(
    Array(4).fill('replay'),
  );
  expect(verdictsOf([span(3, 11, 20), span(3, 22, 30), span(3, 31, 40)])).toEqual([
    'replay',
    'incomplete',
    'incomplete',
  ]);
});

test('of a router that the table does not know all can be put back', () => {
  const verdicts = judge([span(1, 1, 5), span(1, 6, 9)], standingOf(undefined)).map(({ verdict }) => verdict);
  expect(verdicts).toEqual(['replay', 'replay']);
});

test('one that cannot be read is for ingest to keep', () => {
  expect(verdictsOf([{ sequenceNumber: 1n, unreadable: 'cut off' }, span(3, 11, 12)])).toEqual([
    'unreadable',
    'replay',
  ]);
});
