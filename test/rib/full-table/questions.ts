import { scanCovered } from '#rib/read/covered.ts';
import { lookup } from '#rib/read/lookup.ts';
import type { Match } from '#rib/read/prefix-match.ts';
import type { FoundRoute, RibView } from '#rib/read/view.ts';
import { viewOf } from '#rib/rows/row.ts';
import type { Random } from '../../fuzz/random.ts';
import { numberedPrefix } from './heard-table.ts';
import { type Found, type NumberedPrefix, octetsOfPrefix, type PrefixOracle } from './prefix-oracle.ts';

/** Of an answer that has to be compared. */
const mostCovered = 200;
/** What is asked, in twenty. */
const matchesInTwenty: readonly (readonly [Match, number])[] = [
  ['longest', 13],
  ['exact', 3],
  ['covering', 3],
  ['covered', 1],
];

interface Question {
  match: Match;
  prefix: NumberedPrefix;
}

/** The table's answer is not the oracle's. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer';
}

/** Asks random questions, half of them about what the table has. Answers how many routes were found. */
export async function askRandomly(
  view: RibView,
  oracle: PrefixOracle,
  random: Random,
  questions: number,
): Promise<number> {
  let routes = 0;
  for (let left = questions; left > 0; left -= 1) {
    const { question, expected } = anyQuestion(oracle, random);
    const found = await answerOf(view, oracle.width, question);
    const [is, should] = [found.map(textOf(oracle.width)).sort(), expected.flatMap(textsOf).sort()];
    if (is.join('\n') !== should.join('\n')) throw new WrongAnswer(told(question, is, should));
    routes += is.length;
  }
  if (view.unreadable > 0) throw new WrongAnswer(`${view.unreadable} parts could not be read`);
  return routes;
}

function anyQuestion(oracle: PrefixOracle, random: Random): { question: Question; expected: Found[] } {
  const match = pickMatch(random);
  const known = random.pick(oracle.prefixes);
  if (match === 'covered') return coveredQuestion(oracle, random, known);
  const prefix = match === 'exact' ? near(oracle, random, known) : anyAddress(oracle, random, known);
  return { question: { match, prefix }, expected: oracle[match](prefix) };
}

function pickMatch(random: Random): Match {
  let left = random.below(20);
  for (const [match, share] of matchesInTwenty) {
    left -= share;
    if (left < 0) return match;
  }
  return 'longest';
}

/** The prefix with some bits less, as long as that covers few enough. */
function coveredQuestion(oracle: PrefixOracle, random: Random, known: NumberedPrefix) {
  for (let length = Math.max(0, known.length - random.below(9)); ; length += 1) {
    const prefix = { address: oracle.masked(known.address, length), length };
    const expected = oracle.covered(prefix, mostCovered);
    if (expected !== null) return { question: { match: 'covered' as const, prefix }, expected };
  }
}

/** The prefix itself, or one that is a bit longer or shorter. */
function near(oracle: PrefixOracle, random: Random, { address, length }: NumberedPrefix): NumberedPrefix {
  const other = Math.min(oracle.width, Math.max(0, length + random.pick([0, 0, 0, -1, 1])));
  return { address: oracle.masked(address, other), length: other };
}

/** In the prefix or anywhere; at times a short prefix instead of an address. */
function anyAddress(oracle: PrefixOracle, random: Random, known: NumberedPrefix): NumberedPrefix {
  const bits = anyBits(oracle.width, random);
  const inside = known.address | (bits & ((1n << BigInt(oracle.width - known.length)) - 1n));
  const address = random.oneIn(2) ? inside : bits;
  const length = random.oneIn(10) ? random.below(oracle.width + 1) : oracle.width;
  return { address: oracle.masked(address, length), length };
}

function anyBits(width: number, random: Random): bigint {
  let bits = 0n;
  for (let taken = 0; taken < width; taken += 32) bits = (bits << 32n) | BigInt(random.next());
  return bits;
}

async function answerOf(view: RibView, width: number, { match, prefix }: Question): Promise<FoundRoute[]> {
  const query = { address: octetsOfPrefix(prefix, width), prefixLength: prefix.length, includeStale: true };
  if (match !== 'covered') return (await lookup([view], { ...query, match })).flatMap(({ routes }) => routes);
  const found: FoundRoute[] = [];
  for await (const routes of scanCovered([view], query, null)) found.push(...routes);
  return found;
}

const textOf =
  (width: number) =>
  ({ nlri, peer, feed, set }: FoundRoute): string => {
    const { address, length } = numberedPrefix(nlri, width);
    return `${address.toString(16)}/${length} ${peer.address} ${viewOf(feed)} ${set}`;
  };

const textsOf = ({ address, length, said }: Found): string[] =>
  [...said].map(([feed, set]) => `${address.toString(16)}/${length} ${feed} ${set}`);

const told = ({ match, prefix }: Question, is: string[], should: string[]): string => {
  const some = (texts: string[]) => JSON.stringify(texts.slice(0, 5).map((text) => text.slice(0, 60)));
  return `${match} of ${prefix.address.toString(16)}/${prefix.length} is ${some(is)}, should be ${some(should)}`;
};
