import { TextError } from '#protocol/errors.ts';
import { formatExtendedCommunity, parseExtendedCommunity } from '#protocol/net/extended-community.ts';
import { communityNamed } from '#protocol/net/well-known-communities.ts';
import type { AttributeSet } from '../record.ts';

/** Whether a route with these attributes has a community that a pattern names; others on the route do not matter. */
export type CommunityTest = (
  attributes: Pick<AttributeSet, 'communities' | 'extendedCommunities' | 'largeCommunities'>,
) => boolean;

/** Of one part between colons. */
type PartTest = (part: string | number) => boolean;

/**
 * Standard `13979:100`, large `12345:1105-1189:*`, extended `rt:65000:11`, `rt:10.0.0.1:*` or `encapsulation:vxlan`; each
 * number may be a range `a-b` or `*`. Or the name of a well-known one. Compiled once, so that a route costs a few
 * comparisons. Throws RangeError on what is no pattern.
 */
export function compileCommunityPattern(pattern: string): CommunityTest {
  const known = communityNamed(pattern);
  if (known !== undefined) return ({ communities }) => communities.includes(known);
  const extended = extendedText(pattern);
  if (extended !== null) return matchExtendedText(extended);
  const parts = pattern.split(':');
  const kind = /^([a-z]|0x)/.test(pattern) ? parts.shift() : undefined;
  const tests = parts.map((part) => compilePart(part, pattern));
  if (kind !== undefined) return matchExtended(kind, tests);
  if (tests.length === 2) return matchStandard(tests);
  if (tests.length === 3) return matchLarge(tests);
  throw new RangeError(`community pattern "${pattern}" has ${tests.length} numbers; expected 2, 3 or kind:a:b`);
}

function compilePart(part: string, pattern: string): PartTest {
  if (part === '*') return () => true;
  if (/^\d+(\.\d+){3}$/.test(part)) return (value) => value === part;
  const range = /^(\d+)(?:-(\d+))?$/.exec(part);
  if (!range) throw new RangeError(`community pattern "${pattern}": "${part}" is no number, range or *`);
  const low = Number(range[1]);
  const high = Number(range[2] ?? range[1]);
  if (low > high) throw new RangeError(`community pattern "${pattern}": the range "${part}" is empty`);
  return (value) => Number(value) >= low && Number(value) <= high;
}

const matchParts = (tests: readonly PartTest[], parts: readonly (string | number)[]): boolean =>
  tests.length === parts.length && tests.every((test, index) => test(parts[index] ?? Number.NaN));

const matchStandard =
  (tests: readonly PartTest[]): CommunityTest =>
  ({ communities }) =>
    communities.some((community) => matchParts(tests, [community >>> 16, community & 0xffff]));

const matchLarge =
  (tests: readonly PartTest[]): CommunityTest =>
  ({ largeCommunities }) =>
    largeCommunities.some((community) => matchParts(tests, community));

/** The text of the one extended community that the pattern names, or null where it is a range of them or none. */
function extendedText(pattern: string): string | null {
  try {
    return formatExtendedCommunity(parseExtendedCommunity(pattern));
  } catch (error) {
    if (error instanceof TextError) return null;
    throw error;
  }
}

const matchExtendedText =
  (text: string): CommunityTest =>
  ({ extendedCommunities }) =>
    extendedCommunities.some((community) => formatExtendedCommunity(community) === text);

const matchExtended =
  (kind: string, tests: readonly PartTest[]): CommunityTest =>
  ({ extendedCommunities }) =>
    extendedCommunities.some((community) => {
      const [name, ...parts] = formatExtendedCommunity(community).split(':');
      return name === kind && matchParts(tests, parts);
    });
