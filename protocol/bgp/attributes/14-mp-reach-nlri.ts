import { familyOf } from '../families/index.ts';
import { decodeRouteSet, encodeRoutes } from '../families/routes.ts';
import type { RouteSet } from '../route-set.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { decodeNextHop, encodeNextHop } from './mp-next-hop.ts';
import { routeSetToJson } from './route-set-json.ts';

/** RFC 4760 §3: AFI (2), SAFI (1), next hop length (1), next hop, reserved (1), NLRI. */
export const mpReachNlri = defineAttribute<'mpReachNlri', RouteSet>({
  code: 14,
  name: 'mpReachNlri',
  reference: 'RFC 4760',
  flags: attributeFlags.optional,
  onError: 'reset',
  decode(reader, context) {
    const family = familyOf(reader.u16(), reader.u8());
    const nextHops = decodeNextHop(reader.sub(reader.u8()), family, context);
    reader.skip(1);
    return decodeRouteSet(reader, family, nextHops, { ...context, withdrawn: false });
  },
  encode(writer, { family, routes, ...nextHops }, context) {
    const length = writer.u16(family.afi).u8(family.safi).fork(1);
    encodeNextHop(writer, family, nextHops);
    writer.join(length, 1).u8(0);
    encodeRoutes(writer, family, routes, context);
  },
  toJson: routeSetToJson,
});
