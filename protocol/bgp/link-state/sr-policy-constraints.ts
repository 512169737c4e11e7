import { list, struct } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { flags8, flags16, float32, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { tlvs } from './tlv.ts';

interface Affinity {
  reserved: number;
  excludeAny: number[];
  includeAny: number[];
  includeAll: number[];
}

const affinityHead = struct({ excludeAnySize: u8, includeAnySize: u8, includeAllSize: u8, reserved: unshown(u8) });
const words = list(u32);

/** How many words each group has (1, 1, 1), reserved (1), the groups; RFC 9857 §5.6.1. */
const affinity: Field<Affinity> = {
  decode(reader) {
    const { excludeAnySize, includeAnySize, includeAllSize, reserved } = affinityHead.decode(reader);
    const group = (size: number): number[] => words.decode(reader.sub(size * 4));
    return {
      reserved,
      excludeAny: group(excludeAnySize),
      includeAny: group(includeAnySize),
      includeAll: group(includeAllSize),
    };
  },
  encode(writer, { reserved, excludeAny, includeAny, includeAll }) {
    affinityHead.encode(writer, {
      excludeAnySize: excludeAny.length,
      includeAnySize: includeAny.length,
      includeAllSize: includeAll.length,
      reserved,
    });
    words.encode(writer, [...excludeAny, ...includeAny, ...includeAll]);
  },
  toJson: ({ reserved: _, ...groups }) => groups,
};

const disjointness = ['srlg', 'node', 'link', 'fallback', 'bestPathFallback'];

/** A group is a number of 4 octets, or an ASSOCIATION object of PCEP. */
const constraintTlvs = tlvs([
  tlv(1208, 'affinityConstraint', affinity, 'RFC 9857'),
  tlv(1209, 'srlgConstraint', list(u32), 'RFC 9857'),
  tlv(1210, 'bandwidthConstraint', float32, 'RFC 9857'),
  tlv(
    1211,
    'disjointGroupConstraint',
    struct({
      requestFlags: flags8(...disjointness),
      statusFlags: flags8(...disjointness, 'invalidated'),
      reserved: unshown(u16),
      group: rest,
    }),
    'RFC 9857',
  ),
  tlv(
    1214,
    'bidirectionalGroupConstraint',
    struct({ flags: flags16('reversePath', 'coRouted'), reserved: unshown(u16), group: rest }),
    'RFC 9857',
  ),
  tlv(
    1215,
    'metricConstraint',
    struct({
      metricType: u8,
      flags: flags8('optimization', 'margin', 'absoluteMargin', 'bound'),
      reserved: unshown(u16),
      margin: u32,
      bound: u32,
    }),
    'RFC 9857',
  ),
]);

/** RFC 9857 §5.6. */
export const candidatePathConstraints = struct({
  flags: flags16(
    'srv6',
    'protectedOnly',
    'unprotectedOnly',
    'algorithmOnly',
    'topologyOnly',
    'strict',
    'fixed',
    'hopByHop',
  ),
  reserved: unshown(u16),
  multiTopologyId: u16,
  algorithm: u8,
  reserved2: unshown(u8),
  subTlvs: constraintTlvs,
});
