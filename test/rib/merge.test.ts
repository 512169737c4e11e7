import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Groups, merged } from '#rib/rows/merge.ts';
import { comparePositions, type LogRow } from '#rib/rows/row.ts';
import { feed, said } from './standing.ts';

const compare = (a: LogRow, b: LogRow): number =>
  comparePositions(a, b) || (a.token < b.token ? -1 : a.token > b.token ? 1 : 0);

const anyRow = fc
  .record({ key: fc.constantFrom('a', 'b', 'c', 'd'), of: fc.constantFrom(feed, `${feed}2`), seq: fc.nat(9) })
  .map(({ key, of, seq }) => said(1, seq, null, { key, feed: of }));
/** In order, each position once, as a segment has them. */
const sequence = fc
  .uniqueArray(anyRow, { maxLength: 8, selector: ({ key, feed: of }) => key + of })
  .map((rows) => rows.toSorted(compare));

describe('merged sequences', () => {
  it('have all rows, by position and then token', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 9 }), (sequences) => {
        expect([...merged(sequences)]).toEqual(sequences.flat().sort(compare));
      }),
    );
  });

  it('are read no further than is asked for', () => {
    let pulled = 0;
    function* counted() {
      for (const key of ['a', 'b', 'c', 'd']) {
        pulled += 1;
        yield said(1, 1, null, { key });
      }
    }
    const rows = merged([counted(), counted()]);
    rows.next();
    expect(pulled).toBe(2);
    rows.next();
    rows.next();
    expect(pulled).toBe(4);
  });
});

describe('groups', () => {
  it('are the rows of each position, oldest first, each token once', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 9 }), (sequences) => {
        const groups = new Groups(merged(sequences));
        const taken: LogRow[][] = [];
        for (let next = groups.position; next !== null; next = groups.position) {
          const group = groups.take();
          expect(group.every((row) => comparePositions(row, group[0] ?? row) === 0)).toBe(true);
          expect(comparePositions(next, group[0] ?? next)).toBe(0);
          taken.push(group);
        }
        const names = sequences.flat().map(({ key, feed: of, token }) => `${key} ${of} ${token}`);
        expect(taken.flat().map(({ key, feed: of, token }) => `${key} ${of} ${token}`)).toEqual(
          [...new Set(names)].sort(),
        );
        const positions = taken.map(([first]) => `${first?.key} ${first?.feed}`);
        expect(positions).toEqual([...new Set(positions)].sort());
        expect(groups.take()).toEqual([]);
      }),
    );
  });
});
