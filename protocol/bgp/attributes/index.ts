import { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { DecodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import { type BgpContext, plainContext } from '../context.ts';
import { origin } from './01-origin.ts';
import { asPath } from './02-as-path.ts';
import { nextHop } from './03-next-hop.ts';
import { med } from './04-med.ts';
import { localPref } from './05-local-pref.ts';
import { atomicAggregate } from './06-atomic-aggregate.ts';
import { aggregator } from './07-aggregator.ts';
import { communities } from './08-communities.ts';
import { originatorId } from './09-originator-id.ts';
import { clusterList } from './10-cluster-list.ts';
import { mpReachNlri } from './14-mp-reach-nlri.ts';
import { mpUnreachNlri } from './15-mp-unreach-nlri.ts';
import { extendedCommunities } from './16-extended-communities.ts';
import { as4Path } from './17-as4-path.ts';
import { as4Aggregator } from './18-as4-aggregator.ts';
import { connector } from './20-connector.ts';
import { asPathLimit } from './21-as-path-limit.ts';
import { pmsiTunnel } from './22-pmsi-tunnel.ts';
import { tunnelEncapsulation } from './23-tunnel-encapsulation.ts';
import { trafficEngineering } from './24-traffic-engineering.ts';
import { ipv6ExtendedCommunities } from './25-ipv6-extended-communities.ts';
import { aigp } from './26-aigp.ts';
import { peDistinguisherLabels } from './27-pe-distinguisher-labels.ts';
import { entropyLabelCapability } from './28-entropy-label-capability.ts';
import { linkState } from './29-link-state.ts';
import { largeCommunities } from './32-large-communities.ts';
import { bgpsecPath } from './33-bgpsec-path.ts';
import { communityContainer } from './34-community-container.ts';
import { onlyToCustomer } from './35-only-to-customer.ts';
import { domainPath } from './36-domain-path.ts';
import { sfpAttribute } from './37-sfp-attribute.ts';
import { bfdDiscriminator } from './38-bfd-discriminator.ts';
import { nextHopDependentCharacteristics } from './39-next-hop-dependent-characteristics.ts';
import { prefixSid } from './40-prefix-sid.ts';
import { bier } from './41-bier.ts';
import { edgeMetadata } from './42-edge-metadata.ts';
import { defineAttributeSet } from './128-attribute-set.ts';
import type { AttributeDefinition } from './attribute.ts';
import type { RawAttribute } from './values.ts';

/** The table: one more path attribute is one file and one line here. */
export const pathAttributes = [
  origin,
  asPath,
  med,
  localPref,
  atomicAggregate,
  aggregator,
  communities,
  originatorId,
  clusterList,
  extendedCommunities,
  connector,
  asPathLimit,
  pmsiTunnel,
  tunnelEncapsulation,
  trafficEngineering,
  ipv6ExtendedCommunities,
  aigp,
  peDistinguisherLabels,
  entropyLabelCapability,
  linkState,
  largeCommunities,
  bgpsecPath,
  communityContainer,
  onlyToCustomer,
  domainPath,
  sfpAttribute,
  bfdDiscriminator,
  nextHopDependentCharacteristics,
  prefixSid,
  bier,
  edgeMetadata,
  defineAttributeSet(attributeOf),
] as const;

/** Attributes that an Update shows in its routes and other attributes, never as themselves. */
export const foldedAttributes = [nextHop, mpReachNlri, mpUnreachNlri, as4Path, as4Aggregator] as const;

type ValuesOf<Entry> = {
  [E in Entry as E extends AttributeDefinition<infer Name, infer _> ? Name : never]?: E extends AttributeDefinition<
    infer _,
    infer Value
  >
    ? Value
    : never;
};

/** By name what the table knows; the rest as received. */
export type PathAttributes = ValuesOf<(typeof pathAttributes)[number]> & { unknown: RawAttribute[] };
export type FoldedAttributes = ValuesOf<(typeof foldedAttributes)[number]>;

export type AnyAttribute = AttributeDefinition<string, unknown>;

const allAttributes: readonly AnyAttribute[] = [...pathAttributes, ...foldedAttributes];
const table: (AnyAttribute | undefined)[] = [];
for (const entry of allAttributes) table[entry.code] = entry;

/** The table's entry for an attribute type code. */
export function attributeOf(code: number): AnyAttribute | undefined {
  return table[code];
}

/** The table's entries for those of the names that are in it. */
export function attributesNamed(names: readonly string[]): AnyAttribute[] {
  return allAttributes.filter(({ name }) => names.includes(name));
}

/** Codes whose attributes go into the Update's other fields. */
export const foldedCodes: ReadonlySet<number> = new Set(foldedAttributes.map((entry) => entry.code));

/** The `attributes` object of the API; what is absent has no key. The next hop belongs to the routes and is not here. */
export function attributesToJson(attributes: PathAttributes): { [key: string]: Json } {
  const values: Record<string, unknown> = attributes;
  const shown = pathAttributes.filter(({ name }) => values[name] !== undefined);
  const json: { [key: string]: Json } = Object.fromEntries(
    shown.map((entry: AnyAttribute) => [entry.name, entry.toJson(values[entry.name])]),
  );
  if (attributes.unknown.length > 0) json.unknown = attributes.unknown.map(rawToJson);
  return json;
}

export function rawToJson({ code, flags, value }: RawAttribute): Json {
  return { code, flags, hex: hexOf(value) };
}

/** The name and value of an attribute that was kept as octets, or null where the table does not know it or it is malformed. */
export function decodeAttributeValue(
  raw: RawAttribute,
  session: BgpContext = plainContext,
): { name: string; value: unknown; json: Json } | null {
  const entry = attributeOf(raw.code);
  if (entry === undefined) return null;
  try {
    const reader = Reader.over(raw.value);
    const value = entry.decode(reader, { session, issues: [] });
    reader.expectEnd();
    return { name: entry.name, value, json: entry.toJson(value) };
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** An attribute of the table as octets, in four-octet AS form unless the session says otherwise. */
export function encodeAttributeValue(
  entry: AnyAttribute,
  value: unknown,
  session: BgpContext = plainContext,
): RawAttribute {
  const writer = new Writer(64);
  entry.encode(writer, value, session);
  return { code: entry.code, flags: entry.flags, value: writer.finish() };
}
