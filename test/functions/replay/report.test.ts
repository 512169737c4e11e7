import { expect, test } from 'vitest';
import type { ReplayResult } from '#functions/replay/replay.ts';
import { isWhole, reportOf } from '#functions/replay/report.ts';

const result = (changes: Partial<ReplayResult>): ReplayResult => ({
  routers: [],
  put: 0,
  settled: [],
  left: [],
  unusable: [],
  ...changes,
});

test('a line for each router and what became of its records, then what is left to do, once for a router of several partitions', () => {
  const found = result({
    routers: [
      { key: 'pe1', records: { taken: 2, overtaken: 1 } },
      { key: 'pe1~1', records: { incomplete: 3 } },
      { key: 'pe2', records: { superseded: 1 } },
    ],
    settled: ['a'],
    left: ['b', 'c'],
    unusable: [{ name: 'c', reason: 'is no invocation record' }],
  });
  const lines = reportOf(found, false).trimEnd().split('\n');
  expect(lines).toEqual([
    'pe1: 2 records, in the table',
    expect.stringMatching(/^pe1: 1 record, lost: /),
    expect.stringMatching(/^pe1~1: 3 records, not to be put back: /),
    expect.stringMatching(/^pe2: 1 record, of an earlier session: /),
    'c is no invocation record',
    '0 records put back; 1 failure settled, 2 left',
    expect.stringMatching(/^bmpaas router resync pe1 /),
  ]);
  expect(isWhole(found)).toBe(false);
});

test('what was put back and has not come to ingest yet is for another run', () => {
  const late = result({ routers: [{ key: 'pe1', records: { replay: 4 } }], put: 4, left: ['a'] });
  expect(reportOf(late, false)).toContain(
    'pe1: 4 records, put back, and ingest has not come to it yet: run this again',
  );
  expect(reportOf({ ...late, put: 0 }, true)).toContain('pe1: 4 records, to be put back: ');
  expect(reportOf({ ...late, put: 0 }, true)).toContain('nothing was changed; 1 failure looked at');
});

test('nothing there is nothing left', () => {
  expect(isWhole(result({}))).toBe(true);
});
