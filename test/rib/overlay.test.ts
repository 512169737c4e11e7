import { describe, expect, it } from 'vitest';
import { tokenOf } from '#model/token.ts';
import { Groups } from '#rib/rows/merge.ts';
import { type BaseRow, marksByFeed, overlaid } from '#rib/rows/overlay.ts';
import type { LogRow, Position, StandingRow } from '#rib/rows/row.ts';
import { feed, hiding, said, standing } from './standing.ts';

const at = (key: string, of = feed): Position => ({ key, feed: of });
const row = (key: string, seq: number, set: string): BaseRow => [standing(seq, set, { key }), []];
const word = (key: string, version: number, seq: number, set: string | null): LogRow =>
  said(version, seq, set, { key });
const told = (rows: Iterable<StandingRow>): string[] =>
  [...rows].map(({ key, set, token }) => `${key}${set}${Number(token.slice(-3))}`);

const base = [row('b', 1, 'B'), row('d', 1, 'D'), row('f', 1, 'F')];

describe('rows of the log over those of a base', () => {
  it.each<[string, LogRow[], string[]]>([
    ['nothing', [], ['bB1', 'dD1', 'fF1']],
    ['one before all', [word('a', 1, 5, 'A')], ['aA5', 'bB1', 'dD1', 'fF1']],
    ['one between', [word('c', 1, 5, 'C')], ['bB1', 'cC5', 'dD1', 'fF1']],
    ['one behind all', [word('g', 1, 5, 'G')], ['bB1', 'dD1', 'fF1', 'gG5']],
    ['one in place of another', [word('d', 1, 5, 'E')], ['bB1', 'dE5', 'fF1']],
    ['a withdrawal', [word('d', 1, 5, null)], ['bB1', 'fF1']],
    ['a withdrawal of what is not there', [word('e', 1, 5, null)], ['bB1', 'dD1', 'fF1']],
    ['several of one', [word('d', 1, 5, null), word('d', 2, 6, 'E')], ['bB1', 'dE6', 'fF1']],
    [
      'some of everything',
      [word('a', 1, 5, 'A'), word('b', 1, 6, null), word('e', 1, 7, 'E')],
      ['aA5', 'dD1', 'eE7', 'fF1'],
    ],
  ])('%s', (_, log, expected) => {
    expect(told(overlaid(base, new Groups(log), null, new Map()))).toEqual(expected);
  });

  it('leave what lies at the end or behind it for the next block', () => {
    const log = new Groups([word('c', 1, 5, 'C'), word('e', 1, 6, 'E'), word('g', 1, 7, 'G')]);
    expect(told(overlaid(base.slice(0, 2), log, at('e'), new Map()))).toEqual(['bB1', 'cC5', 'dD1']);
    expect(log.position).toMatchObject(at('e'));
    expect(told(overlaid(base.slice(2), log, null, new Map()))).toEqual(['eE6', 'fF1', 'gG7']);
  });

  it('are told apart by feed', () => {
    const other = 'pe1~192.0.2.2|adj-rib-in-pre';
    const log = [said(1, 5, 'X', { key: 'b', feed: other }), word('d', 1, 6, 'Y')];
    const rows = [...overlaid(base, new Groups(log), null, new Map())];
    expect(rows.map((each) => `${each.key} ${each.feed === other} ${each.set}`)).toEqual([
      'b false B',
      'b true X',
      'd false Y',
      'f false F',
    ]);
  });

  it('are folded with the marks of their feed alone', () => {
    const ofOther = { ...hiding(1, 5), peerId: 'pe1~192.0.2.2' };
    const log = [word('b', 2, 9, 'B')];
    const [known] = overlaid(base, new Groups(log), null, marksByFeed([ofOther]));
    const [anew] = overlaid(base, new Groups(log), null, marksByFeed([ofOther, hiding(1, 5)]));
    expect([known?.firstSeen, anew?.firstSeen]).toEqual([1, 9]);
  });

  it('count with what commits repeated of the base, in the order of commits', () => {
    const again = (version: number, seq: number) => word('b', version, seq, 'B');
    const repeated = (...rows: LogRow[]): BaseRow[] => [[standing(1, 'B', { key: 'b' }), rows]];
    const over = (rows: BaseRow[], ...log: LogRow[]) => told(overlaid(rows, new Groups(log), null, new Map()));
    expect(over(repeated(again(1, 5)))).toEqual(['bB5']);
    expect(over(repeated(again(2, 6)), word('b', 1, 5, 'C'))).toEqual(['bB6']);
    expect(over(repeated(again(1, 5)), word('b', 2, 6, 'C'))).toEqual(['bC6']);
    expect(over(repeated(again(1, 5), again(3, 7)), word('b', 2, 6, null))).toEqual(['bB7']);
    const [back] = overlaid(repeated(again(1, 5), again(3, 7)), new Groups([word('b', 2, 6, null)]), null, new Map());
    expect(back).toMatchObject({ firstSeen: 7, token: tokenOf(1, 7) });
  });
});
