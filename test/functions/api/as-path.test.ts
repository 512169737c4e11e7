import { describe, expect, it } from 'vitest';
import { Problem } from '#functions/api/http/problem.ts';
import { asPathTest } from '#functions/api/routes/as-path.ts';
import type { AsPathSegment } from '#protocol/bgp/attributes/values.ts';

const sequence = (...asns: number[]): AsPathSegment => ({ type: 'sequence', asns });
const paths: Record<string, AsPathSegment[] | null> = {
  local: null,
  empty: [],
  '65100 65000': [sequence(65100, 65000)],
  '165100 65000 65000': [sequence(165100, 65000, 65000)],
  '65100 {64512 64513}': [sequence(65100), { type: 'set', asns: [64512, 64513] }],
  '(65010 65011) 65100': [{ type: 'confed-sequence', asns: [65010, 65011] }, sequence(65100)],
};

const found = (expression: string): string[] => {
  const isAsked = asPathTest(expression);
  return Object.keys(paths).filter((name) => isAsked(paths[name] ?? null));
};

describe('AS numbers alone', () => {
  it.each([
    ['65100', ['65100 65000', '65100 {64512 64513}', '(65010 65011) 65100']],
    ['5100', []],
    ['65000 65000', ['165100 65000 65000']],
    ['65100 64512', ['65100 {64512 64513}']],
    ['65011 65100', ['(65010 65011) 65100']],
    ['65000 65100', []],
  ])('%s are found one after the other, as whole numbers, whatever brackets are between them', (list, names) =>
    expect(found(list)).toEqual(names),
  );
});

describe('a regular expression', () => {
  it.each([
    ['^$', ['local', 'empty']],
    ['_65000_', ['65100 65000', '165100 65000 65000']],
    ['_65000$', ['65100 65000', '165100 65000 65000']],
    ['^65100 ', ['65100 65000', '65100 {64512 64513}']],
    ['^65100_', ['65100 65000', '65100 {64512 64513}']],
    ['65100 65.', ['65100 65000', '165100 65000 65000']],
    ['_65000_65000_', ['165100 65000 65000']],
    ['_64513_', ['65100 {64512 64513}']],
    ['_65010_', ['(65010 65011) 65100']],
    [String.raw`\{64512`, ['65100 {64512 64513}']],
    ['^([0-9]+)(_65000)+$', ['65100 65000', '165100 65000 65000']],
    ['^[0-9]+ [0-9]+$', ['65100 65000']],
    [String.raw`^(\d+ ){2}\d+$`, ['165100 65000 65000']],
    ['_6500[0-4]_', ['65100 65000', '165100 65000 65000']],
    ['_(64513|65010)_', ['65100 {64512 64513}', '(65010 65011) 65100']],
    ['[_]', []],
    [String.raw`\_`, []],
  ])('%s is searched in the text of the path, with _ as what delimits numbers', (expression, names) =>
    expect(found(expression)).toEqual(names),
  );

  it.each([
    [String.raw`(65100) \1`, 'invalid escape sequence'],
    ['(?=65100)', '(?='],
    ['(?<!65100)', '(?<!'],
    ['65100)', 'unexpected )'],
    ['[0-9', 'missing closing ]'],
    ['*', 'missing argument'],
    ['a{1001}', 'invalid repeat count'],
    ['([0-9]{0,50} ){0,20}', 'repetitions'],
    ['(((9{0,30}){0,30}){0,30})', 'invalid repeat count'],
  ])('%s is refused, and why', (expression, reason) => {
    expect(() => asPathTest(expression)).toThrow(Problem);
    expect(() => asPathTest(expression)).toThrow(reason);
  });

  it.each(['([0-9 ]*)*x', '([0-9]+ ?)+$x', '(([0-9 ]+)+)+!', '(.*)(.*)(.*)(.*)(.*)x'])(
    '%s, which others choke on, takes no time to speak of on a long path',
    (expression) => {
      const isAsked = asPathTest(expression);
      const long = [sequence(...Array.from({ length: 10_000 }, (_, index) => 64_512 + index))];
      const began = performance.now();
      expect(isAsked(long)).toBe(false);
      expect(performance.now() - began).toBeLessThan(1_000);
    },
  );
});
