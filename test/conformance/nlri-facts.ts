import type { Json } from '#protocol/json.ts';
import type { Fact } from './fact.ts';
import { type JsonObject, listOf, objectOf } from './json-tree.ts';
import { ourLinkStateFacts } from './link-state-facts.ts';

export interface NlriText {
  /** The octets in hex. */
  text: string;
  facts: readonly Fact[];
}

/** A test of a flow component: `&` joins it to the one before. */
export const flowTestText = (and: boolean, operator: string, value: string | number): string =>
  `${and ? '&' : ''}${operator}${value}`;

type FactsOf = (fields: JsonObject) => Fact[];

/** What our JSON of an NLRI says, by `afi/safi`, in the words that the other decoders' readings are put into. */
const factsByFamily: Record<string, FactsOf> = {
  '25/65': (fields) => plainFacts(fields, ['routeDistinguisher', 'veId', 'veBlockOffset', 'veBlockSize', 'labelBase']),
  '25/70': evpnFacts,
  '1/73': (fields) => plainFacts(fields, ['distinguisher', 'color', 'endpoint']),
  '2/73': (fields) => plainFacts(fields, ['distinguisher', 'color', 'endpoint']),
  '1/133': flowFacts,
  '2/133': flowFacts,
  '1/134': flowFacts,
  '2/134': flowFacts,
  '16388/71': ourLinkStateFacts,
};

export const ourFacts = (family: string, fields: JsonObject): Fact[] => factsByFamily[family]?.(fields) ?? [];

/** Those of the fields that are there. */
const plainFacts = (fields: JsonObject, names: readonly string[]): Fact[] =>
  names.flatMap((name) =>
    fields[name] === undefined || fields[name] === null ? [] : [[name, `${fields[name]}`] as const],
  );

const evpnFields = [
  'routeType',
  'routeDistinguisher',
  'ethernetTagId',
  'macAddress',
  'ipAddress',
  'originatingRouterAddress',
  'prefix',
  'prefixLength',
  'gatewayAddress',
];

function evpnFacts(fields: JsonObject): Fact[] {
  const { identifier } = objectOf(fields.ethernetSegmentIdentifier);
  return [
    ...plainFacts(fields, evpnFields),
    ...(identifier === undefined ? [] : [['ethernetSegmentIdentifier', `${identifier}`] as const]),
    ...listOf(fields.labels).flatMap((label) => plainFacts(objectOf(label), ['label', 'vni'])),
  ];
}

function flowFacts({ components }: JsonObject): Fact[] {
  return listOf(components).map((component) => {
    const { type, prefix, tests } = objectOf(component);
    return [`component ${type}`, prefix === undefined ? listOf(tests).map(ourTestText).join(' ') : `${prefix}`];
  });
}

function ourTestText(test: Json): string {
  const { and, operator, value } = objectOf(test);
  return flowTestText(and === true, `${operator}`, `${value}`);
}
