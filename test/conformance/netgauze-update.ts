import type { Json } from '#protocol/json.ts';
import { formatCommunity } from '#protocol/net/community.ts';
import { type JsonObject, listOf, objectOf, variantOf } from './json-tree.ts';
import { extendedCommunityHex, netgauzeFamilies, prefixSidHex } from './netgauze-octets.ts';
import { type PrefixRoute, type Reading, routeText } from './reading.ts';

type Side = 'announced' | 'withdrawn';

/** Routes first those of the classic fields, then those of the multiprotocol attributes. */
export function addNetgauzeUpdate(reading: Reading, { withdrawn_routes, path_attributes, nlri }: JsonObject): void {
  const attributes = listOf(path_attributes).map((attribute) => variantOf(objectOf(attribute).value));
  reading.add('announced 1/1', ...listOf(nlri).map((route) => netgauzeRouteText(objectOf(route), 'announced')));
  reading.add(
    'withdrawn 1/1',
    ...listOf(withdrawn_routes).map((route) => netgauzeRouteText(objectOf(route), 'withdrawn')),
  );
  for (const [name, value] of attributes) addAttribute(reading, name, value);
  if (listOf(nlri).length + listOf(withdrawn_routes).length === 0) addEndOfRib(reading, attributes);
}

function addEndOfRib(reading: Reading, attributes: readonly [string, Json][]): void {
  const [first, ...more] = attributes;
  if (first === undefined) reading.add('end of rib', '1/1');
  else if (first[0] === 'MpUnreach' && more.length === 0) {
    const [family, routes] = variantOf(first[1]);
    if (listOf(objectOf(routes).nlri).length === 0) reading.add('end of rib', familyText(family));
  }
}

const familyText = (name: string): string => netgauzeFamilies[name]?.join('/') ?? name;

const segmentTypes: Record<string, string> = { AsSequence: 'sequence', AsSet: 'set' };

const attributeReaders: Record<string, (reading: Reading, value: JsonObject) => void> = {
  AsPath(reading, value) {
    for (const segment of listOf(Object.values(value)[0])) {
      const { segment_type, as_numbers } = objectOf(segment);
      reading.add('as path', `${segmentTypes[`${segment_type}`] ?? segment_type} ${listOf(as_numbers).join(' ')}`);
    }
  },
  NextHop: (reading, { next_hop }) =>
    void (reading.values('announced 1/1').length > 0 && reading.add('next hop 1/1', `${next_hop}`)),
  MultiExitDiscriminator: (reading, { metric }) => void reading.add('med', `${metric}`),
  LocalPreference: (reading, { metric }) => void reading.add('local preference', `${metric}`),
  Communities: (reading, { communities }) =>
    void reading.add('communities', ...listOf(communities).map((community) => formatCommunity(Number(community)))),
  ExtendedCommunities: (reading, { communities }) =>
    void reading.add('extended communities', ...listOf(communities).map(extendedCommunityHex)),
  PrefixSegmentIdentifier: (reading, value) => void reading.add('attribute 40', prefixSidHex(value)),
  MpReach: addReach,
  MpUnreach(reading, value) {
    const [name, routes] = variantOf(value);
    const texts = listOf(objectOf(routes).nlri).map((route) => netgauzeRouteText(objectOf(route), 'withdrawn'));
    reading.add(`withdrawn ${familyText(name)}`, ...texts);
  },
};

function addAttribute(reading: Reading, name: string, value: Json): void {
  const read = attributeReaders[name];
  if (name === 'Origin') reading.add('origin', `${value}`.toLowerCase());
  else if (read === undefined) reading.add(`attribute ${name}`, JSON.stringify(value));
  else read(reading, objectOf(value));
}

/** The next hop stands by itself, beside a link-local one, or below its own family with a distinguisher. */
function addReach(reading: Reading, value: JsonObject): void {
  const [name, content] = variantOf(value);
  const { nlri, next_hop, next_hop_global, next_hop_local } = objectOf(content);
  const family = familyText(name);
  const texts = listOf(nlri).map((route) => netgauzeRouteText(objectOf(route), 'announced'));
  if (texts.length === 0) return;
  reading.add(`announced ${family}`, ...texts);
  const nested = objectOf(variantOf(next_hop)[1]);
  const global = nested.next_hop ?? next_hop_global ?? next_hop;
  const linkLocal = nested.next_hop_local ?? next_hop_local;
  if (typeof global === 'string') reading.add(`next hop ${family}`, global);
  if (typeof linkLocal === 'string') reading.add(`link-local next hop ${family}`, linkLocal);
}

function netgauzeRouteText({ network, prefix, path_id, rd, labels, label_stack }: JsonObject, side: Side): string {
  const stack = listOf(labels ?? label_stack).map((octets) => labelOf(listOf(octets).map(Number)));
  const route: PrefixRoute = {
    prefix: `${network ?? prefix}`,
    pathId: typeof path_id === 'number' ? path_id : null,
    routeDistinguisher: rd === undefined ? null : Object.values(objectOf(variantOf(rd)[1])).join(':'),
    labels: stack,
  };
  return routeText(route, side === 'announced');
}

/** Label (20 bits), traffic class (3), bottom of stack (1). */
const labelOf = ([high = 0, middle = 0, low = 0]: number[]): number => (high << 12) | (middle << 4) | (low >> 4);
