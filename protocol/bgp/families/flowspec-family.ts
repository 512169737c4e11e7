import type { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { routeDistinguisherLength, writeRouteDistinguisher } from '../fields/octets.ts';
import type { FlowPackets } from './flowspec-component-types.ts';
import { decodeFlowComponents, encodeFlowComponents, type FlowComponent } from './flowspec-components.ts';
import { flowComponentToJson, formatFlowComponents } from './flowspec-text.ts';
import { defineStructuredFamily, type StructuredFamily } from './structured-family.ts';

export interface FlowspecNlri {
  /** Of SAFI 134, RFC 8955 §8. */
  routeDistinguisher: Uint8Array | null;
  /** In ascending order of their types, each type once. */
  components: FlowComponent[];
}

interface FlowspecFamilyIdentity {
  afi: 1 | 2 | 25;
  safi: 133 | 134;
  name: string;
  reference: string;
}

const packetsOf: Readonly<Record<FlowspecFamilyIdentity['afi'], FlowPackets>> = {
  1: 'ipv4',
  2: 'ipv6',
  25: 'ethernet',
};

/** From here on a length has 2 octets, 0xfnnn; RFC 8955 §4.1. */
const longLength = 0xf0;
const largestLength = 0xfff;

/**
 * Length (1, or 2 with the first four bits set), in SAFI 134 a route distinguisher (8), components.
 * The key is what is behind the length: to BGP a rule is an opaque bit string (RFC 8955 §4), but its length may be written either way.
 */
export function defineFlowspecFamily(identity: FlowspecFamilyIdentity): StructuredFamily<FlowspecNlri> {
  const packets = packetsOf[identity.afi];
  const distinguished = identity.safi === 134;
  const encodeRule = (writer: Writer, { routeDistinguisher, components }: FlowspecNlri): void => {
    if (distinguished !== (routeDistinguisher !== null)) throw new EncodeError(`no ${identity.name} rule`);
    if (routeDistinguisher !== null) writeRouteDistinguisher(writer, routeDistinguisher);
    encodeFlowComponents(writer, components, packets);
  };
  return defineStructuredFamily<FlowspecNlri>({
    ...identity,
    measure(field, at) {
      const first = field[at] ?? Number.NaN;
      return first < longLength ? 1 + first : 2 + (((first << 8) | (field[at + 1] ?? Number.NaN)) & largestLength);
    },
    decode(reader) {
      const rule = reader.sub(decodeLength(reader));
      const routeDistinguisher = distinguished ? rule.take(routeDistinguisherLength) : null;
      return { routeDistinguisher, components: decodeFlowComponents(rule, packets) };
    },
    encode(writer, value) {
      const rule = new Writer(64);
      encodeRule(rule, value);
      if (rule.length > largestLength) throw new EncodeError(`a rule of ${rule.length} octets`);
      if (rule.length < longLength) writer.u8(rule.length);
      else writer.u16((longLength << 8) | rule.length);
      writer.bytes(rule.finish());
    },
    key: encodeRule,
    format: ({ components }) => formatFlowComponents(components, packets),
    toJson({ routeDistinguisher, components }) {
      const fields = { components: components.map((component) => flowComponentToJson(component, packets)) };
      if (routeDistinguisher === null) return fields;
      return { ...fields, routeDistinguisher: formatRouteDistinguisher(routeDistinguisher) };
    },
    routeDistinguisher: ({ routeDistinguisher }) => routeDistinguisher,
  });
}

function decodeLength(reader: Reader): number {
  return reader.peek() < longLength ? reader.u8() : reader.u16() & largestLength;
}
