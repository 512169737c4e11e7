import type { Json } from '../../json.ts';
import type { RouteSet } from '../route-set.ts';

export function routeSetToJson({ family, nextHop, routes }: RouteSet): Json {
  return { family: family.name, nextHop, routes: routes.map((route) => family.format(route)) };
}
