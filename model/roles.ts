import { TextError } from '#protocol/errors.ts';
import { formatExtendedCommunity, parseExtendedCommunity } from '#protocol/net/extended-community.ts';
import { communityNamed } from '#protocol/net/well-known-communities.ts';
import type { AttributeSet } from './record.ts';
import type { DiscoveryRules } from './rules.ts';

export interface RoleMatch {
  role: string;
  /** Name of the rule. */
  rule: string;
}

/** Which role a route with these attributes plays; null for an ordinary route. */
export type RoleMatcher = (attributes: AttributeSet) => RoleMatch | null;

type NumberTest = (value: number) => boolean;

/** Compiles the role rules once, so that a route costs a few comparisons. Throws on a pattern that is none. */
export function compileRoles(rules: DiscoveryRules): RoleMatcher {
  const compiled = rules.roles.map((rule) => ({
    match: { role: rule.role, rule: rule.name },
    tests: rule.communities.map(compilePattern),
  }));
  return (attributes) => compiled.find(({ tests }) => tests.some((test) => test(attributes)))?.match ?? null;
}

function compilePattern(pattern: string): (attributes: AttributeSet) => boolean {
  const known = communityNamed(pattern);
  if (known !== undefined) return ({ communities }) => communities.includes(known);
  const extended = extendedText(pattern);
  if (extended !== null) return matchExtendedText(extended);
  const parts = pattern.split(':');
  const kind = /^[a-z]/.test(pattern) ? parts.shift() : undefined;
  const tests = parts.map((part) => compileNumber(part, pattern));
  if (kind !== undefined) return matchExtended(kind, tests);
  if (tests.length === 2) return matchStandard(tests);
  if (tests.length === 3) return matchLarge(tests);
  throw new RangeError(`community pattern "${pattern}" has ${tests.length} numbers; expected 2, 3 or kind:a:b`);
}

function compileNumber(part: string, pattern: string): NumberTest {
  if (part === '*') return () => true;
  const range = /^(\d+)(?:-(\d+))?$/.exec(part);
  if (!range) throw new RangeError(`community pattern "${pattern}": "${part}" is no number, range or *`);
  const low = Number(range[1]);
  const high = Number(range[2] ?? range[1]);
  return (value) => value >= low && value <= high;
}

const matchParts = (tests: NumberTest[], values: readonly number[]): boolean =>
  tests.length === values.length && tests.every((test, index) => test(values[index] ?? Number.NaN));

const matchStandard = (tests: NumberTest[]) => (attributes: AttributeSet) =>
  attributes.communities.some((community) => matchParts(tests, [community >>> 16, community & 0xffff]));

const matchLarge = (tests: NumberTest[]) => (attributes: AttributeSet) =>
  attributes.largeCommunities.some((community) => matchParts(tests, community));

/** The text of the one extended community that the pattern names, or null where it is a range of them or none. */
function extendedText(pattern: string): string | null {
  try {
    return formatExtendedCommunity(parseExtendedCommunity(pattern));
  } catch (error) {
    if (error instanceof TextError) return null;
    throw error;
  }
}

const matchExtendedText = (text: string) => (attributes: AttributeSet) =>
  attributes.extendedCommunities.some((community) => formatExtendedCommunity(community) === text);

const matchExtended = (kind: string, tests: NumberTest[]) => (attributes: AttributeSet) =>
  attributes.extendedCommunities.some((community) => {
    const [name, ...numbers] = formatExtendedCommunity(community).split(':');
    return name === kind && matchParts(tests, numbers.map(Number));
  });
