import { EncodeError } from '../../../errors.ts';
import { parseAddress } from '../../../net/address.ts';
import { bareAddress, routeDistinguisher, u8, u32 } from '../route-fields.ts';
import { defineRouteType, type RouteOf } from '../route-type.ts';
import { ethernetSegmentIdentifier, labelLength, labels } from './fields.ts';

const fields = defineRouteType({
  code: 5,
  name: 'ip-prefix',
  fields: {
    routeDistinguisher,
    ethernetSegmentIdentifier,
    ethernetTagId: u32,
    prefixLength: u8,
    prefix: bareAddress((remaining) => (remaining - labelLength) / 2),
    gatewayAddress: bareAddress((remaining) => remaining - labelLength),
    labels: labels(1),
  },
  key: ['ethernetTagId', 'prefixLength', 'prefix'],
});

type IpPrefix = RouteOf<typeof fields>;

/** RFC 9136 §3.1: prefix and gateway are both IPv4 or both IPv6, which the length of the route tells: 34 or 58 octets. */
export const ipPrefix: typeof fields = {
  ...fields,
  decode(reader) {
    const route = fields.decode(reader);
    return conflictOf(route) ? reader.fail(`prefix length ${route.prefixLength}`) : route;
  },
  encode(writer, route) {
    if (conflictOf(route)) throw new EncodeError('prefix, its length and the gateway do not fit together');
    fields.encode(writer, route);
  },
};

function conflictOf({ prefixLength, prefix, gatewayAddress }: IpPrefix): boolean {
  const octets = parseAddress(prefix).length;
  return prefixLength > octets * 8 || parseAddress(gatewayAddress).length !== octets;
}
