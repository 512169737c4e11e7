import type { OctetsOf, PdmlField } from './pdml.ts';
import { namedAttributes, type PrefixRoute, pathText, type Reading, routeText } from './reading.ts';
import { isFlat, tsharkNlri } from './tshark-nlri.ts';

const attributePrefix = 'bgp.update.path_attribute.';

type Side = 'announced' | 'withdrawn';

/** An UPDATE of tshark's. Routes first those of the classic fields, then those of the multiprotocol attributes. */
export function addTsharkUpdate(reading: Reading, bgp: PdmlField, octetsOf: OctetsOf): void {
  const attributes = bgp
    .child('bgp.update.path_attributes')
    ?.fields.filter(({ name }) => name === 'bgp.update.path_attribute');
  const byCode = (attributes ?? []).map((field) => ({
    code: Number(field.child(`${attributePrefix}type_code`)?.show),
    field,
  }));
  const announced = addRoutes(reading, 'announced', '1/1', bgp.child('bgp.update.nlri'), octetsOf);
  const withdrawn = addRoutes(reading, 'withdrawn', '1/1', bgp.child('bgp.update.withdrawn_routes'), octetsOf);
  for (const { code, field } of byCode) {
    if (code === 3 && announced) reading.add('next hop 1/1', ...field.shown(`${attributePrefix}next_hop`));
  }
  for (const { code, field } of byCode) addAttribute(reading, code, field, octetsOf);
  if (byCode.length === 0 && !announced && !withdrawn) reading.add('end of rib', '1/1');
  else if (byCode.length === 1 && byCode[0]?.code === 15 && !withdrawn) addEndOfRib(reading, byCode[0].field);
}

function addEndOfRib(reading: Reading, unreach: PdmlField): void {
  const family = familyOf(unreach, 'mp_unreach_nlri');
  if (reading.values(`withdrawn ${family}`).length === 0) reading.add('end of rib', family);
}

const origins = ['igp', 'egp', 'incomplete'];
const segmentTypes = ['', 'set', 'sequence', 'confed-sequence', 'confed-set'];

const showOf =
  (name: string, field: string) =>
  (reading: Reading, attribute: PdmlField): void =>
    void reading.add(name, ...attribute.shown(attributePrefix + field));

type AddAttribute = (reading: Reading, attribute: PdmlField, octetsOf: OctetsOf) => void;

/** By type code. */
const attributeReaders: Record<number, AddAttribute> = {
  1: (reading, attribute) =>
    void reading.add(
      'origin',
      ...attribute.shown(`${attributePrefix}origin`).map((code) => origins[Number(code)] ?? code),
    ),
  2(reading, attribute) {
    addSegments(reading, 'as path', attribute);
    if (attribute.all('bgp.attr.as_path.as_len').next().value !== undefined) reading.add('as width', 'unknown');
  },
  3: () => {},
  4: showOf('med', 'multi_exit_disc'),
  5: showOf('local preference', 'local_pref'),
  6: (reading) => void reading.add('atomic aggregate', 'yes'),
  7: (reading, attribute) => addAggregator(reading, 'aggregator', attribute),
  8(reading, attribute) {
    const list = attribute.child(`${attributePrefix}communities`)?.fields ?? [];
    reading.add('communities', ...list.map(communityText));
  },
  9: showOf('originator id', 'originator_id'),
  10: (reading, attribute) =>
    void reading.add('cluster list', ...[...attribute.all('bgp.path_attribute.cluster_id')].map(({ show }) => show)),
  14: addReach,
  15: addUnreach,
  16(reading, attribute, octetsOf) {
    const list = [...attribute.all('bgp.ext_community')];
    reading.add('extended communities', ...list.map(({ position }) => octetsOf(position, 8)));
  },
  17: (reading, attribute) => addSegments(reading, 'as4 path', attribute),
  18: (reading, attribute) => addAggregator(reading, 'as4 aggregator', attribute),
  32(reading, attribute) {
    for (const community of attribute.all('bgp.large_communities'))
      reading.add('large communities', community.fields.map(({ show }) => show).join(':'));
  },
};

function addAttribute(reading: Reading, code: number, attribute: PdmlField, octetsOf: OctetsOf): void {
  attributeReaders[code]?.(reading, attribute, octetsOf);
  const length = attribute.child(`${attributePrefix}length`);
  if (namedAttributes.has(code) || length === undefined) return;
  const value = length.position + length.size;
  reading.add(`attribute ${code}`, octetsOf(value, attribute.position + attribute.size - value));
}

/** AS numbers of two octets are `as2`, of four `as4`. */
function addSegments(reading: Reading, name: string, attribute: PdmlField): void {
  for (const segment of attribute.all(`${attributePrefix}as_path_segment`)) {
    const type = Number(segment.child(`${attributePrefix}as_path_segment.type`)?.show);
    const asns = segment.fields.filter((field) => /\.as[24]$/.test(field.name)).map(({ show }) => show);
    reading.add(name, `${segmentTypes[type] ?? type} ${asns.join(' ')}`);
  }
}

function addAggregator(reading: Reading, name: string, attribute: PdmlField): void {
  const [asn] = attribute.shown(`${attributePrefix}aggregator_as`);
  const [address] = attribute.shown(`${attributePrefix}aggregator_origin`);
  reading.add(name, `${asn} ${address}`);
}

/** A well-known community is one value, any other has its halves below it. */
function communityText(community: PdmlField): string {
  const halves = community.fields.map(({ show }) => show);
  const value = Number(community.show);
  return halves.length > 0 ? halves.join(':') : `${value >>> 16}:${value & 0xffff}`;
}

const familyOf = (attribute: PdmlField, kind: string): string =>
  `${attribute.shown(`${attributePrefix}${kind}.afi`)[0]}/${attribute.shown(`${attributePrefix}${kind}.safi`)[0]}`;

/** A next hop without routes is nobody's. */
function addReach(reading: Reading, attribute: PdmlField, octetsOf: OctetsOf): void {
  const family = familyOf(attribute, 'mp_reach_nlri');
  const nlri = attribute.child(`${attributePrefix}mp_reach_nlri`);
  if (!addRoutes(reading, 'announced', family, nlri, octetsOf)) return;
  const nextHop = attribute.child(`${attributePrefix}mp_reach_nlri.next_hop`);
  for (const { name, show } of nextHop?.fields ?? []) {
    if (/next_hop\.ipv[46]$/.test(name)) reading.add(`next hop ${family}`, show);
    if (name.endsWith('.link_local')) reading.add(`link-local next hop ${family}`, show);
  }
}

function addUnreach(reading: Reading, attribute: PdmlField, octetsOf: OctetsOf): void {
  const nlri = attribute.child(`${attributePrefix}mp_unreach_nlri`);
  addRoutes(reading, 'withdrawn', familyOf(attribute, 'mp_unreach_nlri'), nlri, octetsOf);
}

/** False where there is no route. */
function addRoutes(
  reading: Reading,
  side: Side,
  family: string,
  list: PdmlField | undefined,
  octetsOf: OctetsOf,
): boolean {
  const name = `${side} ${family}`;
  let pathId: string | null = null;
  for (const item of itemsOf((list?.fields ?? []).filter(isNlri))) {
    const [first] = item;
    if (first?.name === 'bgp.nlri_path_id') {
      pathId = first.show;
      continue;
    }
    addItem(reading, name, item, pathId, octetsOf);
    pathId = null;
  }
  return reading.values(name).length > 0;
}

/** Not what tshark has to say about an NLRI before it. */
const isNlri = ({ name }: PdmlField): boolean => !name.startsWith('_ws.');

/** Fields that belong to one route. */
function itemsOf(fields: readonly PdmlField[]): PdmlField[][] {
  const items: PdmlField[][] = [];
  for (const field of fields) {
    const last = items.at(-1);
    const [first] = last ?? [];
    if (last === undefined || first === undefined || !isFlat(field) || first.name === field.name) items.push([field]);
    else last.push(field);
  }
  return items;
}

function addItem(reading: Reading, name: string, item: PdmlField[], pathId: string | null, octetsOf: OctetsOf): void {
  const [first] = item;
  const announced = name.startsWith('announced');
  if (first?.fields.some(({ name }) => prefixName.test(name))) reading.add(name, routeText(prefixOf(first), announced));
  else if (first?.name === 'bgp.label_stack') reading.add(name, vpnIpv6Text(first, announced, octetsOf));
  else {
    const { text, facts } = tsharkNlri(item, octetsOf);
    reading.addNlri(name, text + pathText(pathId), facts);
  }
}

const prefixName = /\.(nlri|withdrawn|mp_(un)?reach_nlri_ipv[46])_prefix$/;

const digits = (text: string): string[] => text.match(/\d+/g) ?? [];

/** The length counts labels and route distinguisher in. */
function prefixOf(item: PdmlField): PrefixRoute {
  const [stack, distinguisher] = [item.child('bgp.label_stack'), item.child('bgp.rd')];
  const bits = Number(item.child('bgp.prefix_length')?.show) - 8 * ((stack?.size ?? 0) + (distinguisher?.size ?? 0));
  const prefix = item.fields.find(({ name }) => prefixName.test(name))?.show ?? '';
  return {
    prefix: `${prefix}/${bits}`,
    pathId: item.child('bgp.nlri_path_id')?.show ?? null,
    routeDistinguisher: distinguisher?.show ?? null,
    labels: digits(stack?.show ?? ''),
  };
}

/** tshark 4.0 gives no fields of VPN-IPv6 routes, only a line for people; and of most not even that, but its own format string. */
function vpnIpv6Text(item: PdmlField, announced: boolean, octetsOf: OctetsOf): string {
  const [, stack, distinguisher, prefix] = /^Label Stack=(.*) RD=(\S+), IPv6=(\S+)$/.exec(item.label) ?? [];
  if (prefix === undefined) return octetsOf(item.position, item.size);
  const route: PrefixRoute = {
    prefix,
    pathId: null,
    routeDistinguisher: distinguisher ?? null,
    labels: digits(stack ?? ''),
  };
  return routeText(route, announced);
}
