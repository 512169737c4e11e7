import { ipv4 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u16 } from '../fields/numbers.ts';
import { routeDistinguisher } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { typed, typedValues } from '../tlv/typed-values.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** Type (2), then of type 1 the RD (8) and the address (4) of the PE that originates the route, RFC 6037. */
const connectorValue = typed(
  u16,
  typedValues([tlv(1, 'ipv4', struct({ routeDistinguisher, peAddress: ipv4 }), 'RFC 6037')]),
);

export type Connector = ValueOf<typeof connectorValue>;

/** Deprecated: no more than the reverse path of multicast hung on it, so routes stay without it. */
export const connector = defineAttribute({
  code: 20,
  name: 'connector',
  reference: 'RFC 6037',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(connectorValue),
});
