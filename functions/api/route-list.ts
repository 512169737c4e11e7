import type { QueryOf } from '#model/api.ts';
import type { AttributeSet } from '#model/record.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { formatAddress } from '#protocol/net/address.ts';
import { formatCommunity, formatLargeCommunity } from '#protocol/net/community.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import { communityNamed } from '#protocol/net/well-known-communities.ts';
import { octetsOf } from '#rib/octets-text.ts';
import type { SetText } from '#rib/row.ts';
import type { FoundRoute } from '#rib/view.ts';
import { addressParameter } from './prefix-text.ts';
import { invalidRequest } from './problem.ts';

type ListParameters = QueryOf<'listRoutes'>;
type RouteFilter = (route: FoundRoute) => boolean;

const selective = [
  'router',
  'peer',
  'rd',
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

/** What is asked of attributes, lengths and times. @throws Problem 400 */
export function attributeFilter(family: Family, query: ListParameters): RouteFilter {
  const filters = [
    ...lengthFilters(family, query),
    ...ofAttributes(query.community && communityAsShown(query.community), (text, set) =>
      communitiesOf(set).includes(text),
    ),
    ...ofAttributes(query.asPath, (asns, set) => ` ${asnsOf(set).join(' ')} `.includes(` ${asns} `)),
    ...ofAttributes(query.originAs, (asn, set) => originsOf(set).includes(asn)),
    ...ofAttributes(nextHopText(query.nextHop), (address, { nextHop }) => nextHop === address),
    ...changeFilters(query.changedSince),
  ];
  return (route) => filters.every((passes) => passes(route));
}

const ofAttributes = <Asked>(
  asked: Asked | undefined,
  holds: (asked: Asked, set: AttributeSet) => boolean,
): RouteFilter[] => (asked === undefined ? [] : [ofSets((set) => holds(asked, set))]);

/** Routes share their sets: each is decoded and looked at once. */
function ofSets(holds: (set: AttributeSet) => boolean): RouteFilter {
  const known = new Map<SetText, boolean>();
  return ({ set }) => {
    const answer = known.get(set) ?? holds(decodeAttributeSet(octetsOf(set)));
    if (known.size === mostKnownSets) known.clear();
    known.set(set, answer);
    return answer;
  };
}

const mostKnownSets = 100_000;

function lengthFilters({ name, ipVersion }: Family, { minLength, maxLength }: ListParameters): RouteFilter[] {
  if (minLength === undefined && maxLength === undefined) return [];
  const parameter = minLength === undefined ? 'maxLength' : 'minLength';
  if (ipVersion === null) throw invalidRequest([{ parameter, detail: `routes of ${name} have no prefix` }]);
  const [least, most] = [minLength ?? 0, maxLength ?? Number.POSITIVE_INFINITY];
  return [({ nlri }) => nlri.prefixLength >= least && nlri.prefixLength <= most];
}

function changeFilters(time: string | undefined): RouteFilter[] {
  if (time === undefined) return [];
  const since = Math.floor(Date.parse(time) / 1000);
  return [({ lastChanged }) => lastChanged >= since];
}

const nextHopText = (address: string | undefined): string | undefined =>
  address === undefined ? undefined : formatAddress(addressParameter('nextHop', address).address);

/** A well-known one may be given by its name. */
function communityAsShown(text: string): string {
  const known = communityNamed(text);
  return known === undefined ? text : formatCommunity(known);
}

const communitiesOf = ({ communities, extendedCommunities, largeCommunities }: AttributeSet): string[] => [
  ...communities.map(formatCommunity),
  ...extendedCommunities.map(formatExtendedCommunity),
  ...largeCommunities.map(formatLargeCommunity),
];

const asnsOf = ({ asPath }: AttributeSet): number[] => (asPath ?? []).flatMap(({ asns }) => asns);

/** The last of the path; of a set, which of them is not known (RFC 4271 §9.1.2.2). */
function originsOf({ asPath }: AttributeSet): number[] {
  const last = asPath?.at(-1);
  return last?.type === 'sequence' ? last.asns.slice(-1) : (last?.asns ?? []);
}
