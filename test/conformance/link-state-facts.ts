import type { Json } from '#protocol/json.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { hexOf } from '#protocol/net/hex.ts';
import type { Fact } from './fact.ts';
import { type JsonObject, listOf, objectOf } from './json-tree.ts';
import type { OctetsOf, PdmlField } from './pdml.ts';

/** Descriptors are held against each other as octets, by the types of their TLVs: `tlv 256.512` is an AS number of the local node. */
const tlvName = (types: readonly (number | string)[]): string => `tlv ${types.join('.')}`;

const numberHex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0');
const addressHex = (text: string): string => hexOf(parseAddress(text));

const protocols = ['', 'isis-level-1', 'isis-level-2', 'ospfv2', 'direct', 'static', 'ospfv3', 'bgp'];

/** Of our JSON. */
export function ourLinkStateFacts({ protocolId, identifier, descriptors }: JsonObject): Fact[] {
  const facts: Fact[] = [
    ['protocol', `${protocols.includes(`${protocolId}`) ? protocols.indexOf(`${protocolId}`) : protocolId}`],
    ['identifier', `${identifier}`],
  ];
  return [...facts, ...listOf(descriptors).flatMap((descriptor) => ourTlvFacts(objectOf(descriptor), []))];
}

function ourTlvFacts({ type, value, hex }: JsonObject, above: readonly number[]): Fact[] {
  const types = [...above, Number(type)];
  const nested = listOf(value).map(objectOf);
  if (nested.some((tlv) => tlv.type !== undefined)) return nested.flatMap((tlv) => ourTlvFacts(tlv, types));
  const hexOfValue = comparable[Number(type)];
  return [[tlvName(types), hexOfValue === undefined ? isThere : `${hex ?? hexOfValue(value)}`]];
}

const routerIdType = 515;

type HexOf = (value: Json | undefined) => string;

const asNumber: HexOf = (value) => numberHex(Number(value), 8);
const asAddress: HexOf = (value) => addressHex(`${value}`);

/** TLVs whose value has one text only; of any other it is told that it is there. */
const comparable: Record<number, HexOf> = {
  258: (value) => asNumber(objectOf(value).local) + asNumber(objectOf(value).remote),
  259: asAddress,
  260: asAddress,
  261: asAddress,
  262: asAddress,
  512: asNumber,
  513: asAddress,
  514: asAddress,
  515: (value) => routerIdHex(`${value}`),
  516: asAddress,
  517: asNumber,
};

const isThere = 'is there';

/** `10.1.4.1`, with a pseudonode `10.1.4.1:10.1.1.2`; of IS-IS `1921.6825.2240.00`, of which zeros at the end are no pseudonode. */
function routerIdHex(text: string): string {
  const [, system, pseudonode = ''] = /^([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})\.([0-9a-f]{2})$/.exec(text) ?? [];
  if (system !== undefined) return system.replaceAll('.', '') + (pseudonode === '00' ? '' : pseudonode);
  return (/^[\d.:]+\.\d+$/.test(text) ? text.split(':') : [text]).map(addressHex).join('');
}

export function tsharkLinkStateFacts(nlri: PdmlField, octetsOf: OctetsOf): Fact[] {
  const [protocol] = nlri.all('bgp.ls.nlri_node.protocol_id');
  const [identifier] = nlri.all('bgp.ls.nlri_node.identifier');
  return [
    ['protocol', protocol?.show ?? ''],
    ['identifier', identifier?.show ?? ''],
    ...tsharkTlvFacts(nlri, [], octetsOf),
  ];
}

/** Type (2), length (2), value. */
function tsharkTlvFacts(field: PdmlField, above: readonly string[], octetsOf: OctetsOf): Fact[] {
  const type = field.child('bgp.ls.type');
  const types = type === undefined ? above : [...above, type.show];
  const nested = field.fields.flatMap((inner) => tsharkTlvFacts(inner, types, octetsOf));
  if (type === undefined || nested.length > 0) return nested;
  const length = Number(field.child('bgp.ls.length')?.show);
  const isComparable = comparable[Number(type.show)] !== undefined;
  return [[tlvName(types), isComparable ? octetsOf(type.position + 4, length) : isThere]];
}

export function exabgpLinkStateFacts(nlri: JsonObject): Fact[] {
  const ends = [
    [256, 'local-node-descriptors'],
    [257, 'remote-node-descriptors'],
  ] as const;
  const addresses = [
    [259, 'interface-addresses'],
    [260, 'neighbor-addresses'],
  ] as const;
  return [
    ['protocol', `${nlri['protocol-id']}`],
    ['identifier', `${nlri['l3-routing-topology']}`],
    ...ends.flatMap(([type, name]) => listOf(nlri[name]).map((descriptor) => nodeFact(type, objectOf(descriptor)))),
    ...addresses.flatMap(([type, name]) =>
      listOf(nlri[name]).map((address): Fact => [tlvName([type]), addressHex(`${address}`)]),
    ),
  ];
}

/** One of the four kinds is there; a system identifier of IS-IS is written in digits alone. */
function nodeFact(node: number, descriptor: JsonObject): Fact {
  const asn = descriptor['autonomous-system'];
  if (asn !== undefined) return [tlvName([node, 512]), numberHex(Number(asn), 8)];
  const identifier = descriptor['bgp-ls-identifier'];
  if (identifier !== undefined) return [tlvName([node, 513]), numberHex(Number(identifier), 8)];
  const area = descriptor['ospf-area-id'];
  if (area !== undefined) return [tlvName([node, 514]), addressHex(`${area}`)];
  const parts = [descriptor['router-id'], descriptor['designated-router-id']].filter((part) => part !== undefined);
  const texts = parts.map((part) => (`${part}`.includes('.') ? addressHex(`${part}`) : `${part}`));
  return [tlvName([node, routerIdType]), texts.join('')];
}
