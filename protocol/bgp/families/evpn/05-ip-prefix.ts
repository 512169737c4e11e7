import { parseAddress } from '../../../net/address.ts';
import { address } from '../../fields/addresses.ts';
import { checked } from '../../fields/field.ts';
import { u8, u32 } from '../../fields/numbers.ts';
import { routeDistinguisher } from '../../fields/octets.ts';
import { defineRouteType, type RouteOf } from '../route-type.ts';
import { ethernetSegmentIdentifier, labelLength, labels } from './fields.ts';

const unchecked = defineRouteType({
  code: 5,
  name: 'ip-prefix',
  reference: 'RFC 9136',
  fields: {
    routeDistinguisher,
    ethernetSegmentIdentifier,
    ethernetTagId: u32,
    prefixLength: u8,
    prefix: address((remaining) => (remaining - labelLength) / 2),
    gatewayAddress: address((remaining) => remaining - labelLength),
    labels: labels(1),
  },
  key: ['ethernetTagId', 'prefixLength', 'prefix'],
});

/** RFC 9136 §3.1: prefix and gateway are both IPv4 or both IPv6, which the length of the route tells: 34 or 58 octets. */
export const ipPrefix: typeof unchecked = { ...unchecked, field: checked(unchecked.field, faultOf) };

function faultOf({ prefixLength, prefix, gatewayAddress }: Omit<RouteOf<typeof unchecked>, 'type'>): string | null {
  const octets = parseAddress(prefix).length;
  if (parseAddress(gatewayAddress).length !== octets) return 'prefix and gateway are not of one family';
  return prefixLength > octets * 8 ? `prefix length ${prefixLength}` : null;
}
