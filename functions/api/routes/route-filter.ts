import type { QueryOf } from '#model/api.ts';
import type { AttributeSet } from '#model/record.ts';
import { type CommunityTest, compileCommunityPattern } from '#model/rules/community-pattern.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { formatAddress } from '#protocol/net/address.ts';
import { routeFilter } from '#rib/read/lookup.ts';
import type { FoundRoute } from '#rib/read/view.ts';
import { addressParameter } from '../http/prefix-text.ts';
import { invalidRequest } from '../http/problem.ts';
import { asnsOf, asPathTest } from './as-path.ts';
import { nlriPattern } from './nlri-pattern.ts';
import { perSet } from './per-set.ts';
import { routeQuery } from './route-query.ts';

type ListParameters = QueryOf<'listRoutes'>;
type RouteTest = (route: FoundRoute) => boolean;
type SetTest = (set: AttributeSet) => boolean;

const selective = [
  'router',
  'peer',
  'rd',
  'nlri',
  'community',
  'asPath',
  'originAs',
  'nextHop',
  'changedSince',
] as const satisfies readonly (keyof ListParameters)[];

/** A list of all routes is for machines. @throws Problem 400 */
export function expectSelective(query: ListParameters): void {
  if (selective.some((parameter) => query[parameter] !== undefined)) return;
  const detail = `or another of ${selective.join(', ')} is needed, unless NDJSON is accepted`;
  throw invalidRequest([{ parameter: 'router', detail }]);
}

/** Passes the routes that have all that is asked; what costs least is asked first. @throws Problem 400 or 422 */
export function listFilter(family: Family, query: ListParameters): RouteTest {
  const tests = [
    ...lengthTests(family, query),
    ...nlriTests(family, query),
    ...changeTests(query.changedSince),
    routeFilter(family.name, routeQuery(query)),
    ...setTests(query),
  ];
  return (route) => tests.every((passes) => passes(route));
}

function lengthTests({ name, ipVersion }: Family, { minLength, maxLength }: ListParameters): RouteTest[] {
  if (minLength === undefined && maxLength === undefined) return [];
  const parameter = minLength === undefined ? 'maxLength' : 'minLength';
  if (ipVersion === null) throw invalidRequest([{ parameter, detail: `routes of ${name} have no prefix` }]);
  const [least, most] = [minLength ?? 0, maxLength ?? Number.POSITIVE_INFINITY];
  return [({ nlri }) => nlri.prefixLength >= least && nlri.prefixLength <= most];
}

function nlriTests(family: Family, { nlri: pattern }: ListParameters): RouteTest[] {
  if (pattern === undefined) return [];
  if (family.ipVersion !== null) {
    throw invalidRequest([{ parameter: 'nlri', detail: `routes of ${family.name} have a prefix` }]);
  }
  const isAsked = nlriPattern(pattern);
  return [({ nlri }) => isAsked(family.format(nlri))];
}

function changeTests(time: string | undefined): RouteTest[] {
  if (time === undefined) return [];
  const since = Math.floor(Date.parse(time) / 1000);
  return [({ lastChanged }) => lastChanged >= since];
}

const mostJudgedSets = 100_000;

/** What is asked of attributes is decided once for each set of them. */
function setTests({ community, asPath, originAs, nextHop }: ListParameters): RouteTest[] {
  const tests = [
    ...(community === undefined ? [] : [communityTest(community)]),
    ...(asPath === undefined ? [] : [pathTest(asPath)]),
    ...(originAs === undefined ? [] : [originTest(originAs)]),
    ...(nextHop === undefined ? [] : [nextHopTest(nextHop)]),
  ];
  if (tests.length === 0) return [];
  const passes = perSet((set) => tests.every((test) => test(set)), mostJudgedSets);
  return [({ set }) => passes(set)];
}

function communityTest(pattern: string): CommunityTest {
  try {
    return compileCommunityPattern(pattern);
  } catch (error) {
    if (error instanceof RangeError) throw invalidRequest([{ parameter: 'community', detail: error.message }]);
    throw error;
  }
}

function pathTest(expression: string): SetTest {
  const isAsked = asPathTest(expression);
  return ({ asPath }) => isAsked(asPath);
}

/** The last of the path; of a set, which of them is not known (RFC 4271 §9.1.2.2). */
const originTest =
  (asn: number): SetTest =>
  ({ asPath }) => {
    const last = asPath?.at(-1);
    return last?.type === 'sequence' ? last.asns.at(-1) === asn : asnsOf(last ? [last] : null).includes(asn);
  };

function nextHopTest(text: string): SetTest {
  const asked = formatAddress(addressParameter('nextHop', text).address);
  return ({ nextHop }) => nextHop === asked;
}
