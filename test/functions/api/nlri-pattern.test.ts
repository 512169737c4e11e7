import { expect, it } from 'vitest';
import { nlriPattern } from '#functions/api/routes/nlri-pattern.ts';

it.each([
  ['[2]:*', '[2]:[0]:[48]', true],
  ['[2]:*', '[2]:', true],
  ['[2]:*', '[3]:[2]:[0]', false],
  ['[2]', '[2]:[0]', false],
  ['*', '', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*b', 'ab', false],
  ['a*b*b', 'a.bb', true],
  ['*ab*ab*', 'aab.ab', true],
  ['*ab*ab*', 'aab', false],
  ['[*', '[*,*]', true],
  ['a.c', 'abc', false],
])('%s of %s: %s', (pattern, text, passes) => {
  expect(nlriPattern(pattern)(text)).toBe(passes);
});
