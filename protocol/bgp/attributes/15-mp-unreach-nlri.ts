import { familyOf } from '../families/index.ts';
import { decodeRouteSet, encodeRoutes } from '../families/routes.ts';
import { noNextHop, type RouteSet } from '../route-set.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { routeSetToJson } from './route-set-json.ts';

/** RFC 4760 §4: AFI (2), SAFI (1), withdrawn NLRI, which name no labels (RFC 8277 §2.4). */
export const mpUnreachNlri = defineAttribute<'mpUnreachNlri', RouteSet>({
  code: 15,
  name: 'mpUnreachNlri',
  reference: 'RFC 4760',
  flags: attributeFlags.optional,
  onError: 'reset',
  decode(reader, context) {
    const family = familyOf(reader.u16(), reader.u8());
    return decodeRouteSet(reader, family, noNextHop, { ...context, withdrawn: true });
  },
  encode(writer, { family, routes }, context) {
    writer.u16(family.afi).u8(family.safi);
    const withoutLabels = routes.map((route) => ({ ...route, labels: null }));
    encodeRoutes(writer, family, withoutLabels, context);
  },
  toJson: routeSetToJson,
});
