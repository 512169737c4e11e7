import type { Writer } from '../../bytes/writer.ts';
import type { JsonObject } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import { unsigned } from '../fields/numbers.ts';
import { routeDistinguisherLength } from '../fields/octets.ts';
import { type FixedFrame, framed, measureFramed } from '../tlv/framed.ts';
import { TypeTable } from '../tlv/type-table.ts';
import { typedValues, type UnknownForm } from '../tlv/typed-values.ts';
import type { AnyRouteType, RouteField, RouteOf } from './route-type.ts';
import { defineStructuredFamily, type StructuredFamily } from './structured-family.ts';

/** Octets of the type and of the length before the value of a route. */
export interface RouteFrame extends FixedFrame {
  /** The type in text, where it is more than a number. */
  formatCode?(code: number): string;
}

/** A route of a type that the table does not have. */
export interface UnknownRoute {
  type: 'unknown';
  routeType: number;
  value: Uint8Array;
}

const unknownRoute: UnknownForm<UnknownRoute> = {
  of: (routeType, value) => ({ type: 'unknown', routeType, value }),
  codeOf: ({ routeType }) => routeType,
  octetsOf: ({ value }) => value,
  toJson: ({ type, value }) => ({ type, value: hexOf(value) }),
};

/** The route types of a family: NLRI are type, length in octets, and a value of that type. As a field it is a route inside a route. */
export interface RouteTable<Route> extends RouteField<Route> {
  readonly routeTypes: readonly AnyRouteType[];
  /** As in FamilyDefinition. */
  measure(field: Uint8Array, at: number): number;
  key(writer: Writer, route: Route): void;
  texts(route: Route): readonly string[];
  toJson(route: Route): JsonObject;
}

export function routeTable<Type extends AnyRouteType>(
  frame: RouteFrame,
  routeTypes: readonly Type[],
): RouteTable<RouteOf<Type> | UnknownRoute>;
export function routeTable(frame: RouteFrame, routeTypes: readonly AnyRouteType[]): RouteTable<AnyRoute> {
  const { typeWidth, formatCode } = frame;
  const table = new TypeTable(routeTypes);
  const values = typedValues<AnyRouteType, UnknownRoute>(routeTypes, unknownRoute);
  return {
    ...framed<AnyRoute>(values, frame),
    routeTypes,
    measure: (field, at) => measureFramed(frame, field, at),
    key(writer, route) {
      unsigned[typeWidth].encode(writer, values.codeOf(route));
      if (isUnknown(route)) writer.bytes(route.value);
      else table.named(route.type).key(writer, route);
    },
    texts(route) {
      const code = values.codeOf(route);
      const texts = isUnknown(route) ? [hexOf(route.value)] : table.named(route.type).texts(route);
      return [formatCode?.(code) ?? String(code), ...texts];
    },
    toJson(route) {
      const code = values.codeOf(route);
      return { type: route.type, routeType: formatCode?.(code) ?? code, ...values.toJson(route) };
    },
  };
}

type AnyRoute = { type: string };

const isUnknown = (route: AnyRoute): route is UnknownRoute => route.type === 'unknown';

interface RouteTableFamily<Route> {
  afi: number;
  safi: number;
  name: string;
  reference: string;
  routes: RouteTable<Route>;
  labels?(route: Route): readonly number[] | null;
}

const noRouteDistinguisher = new Uint8Array(routeDistinguisherLength);

export const defineRouteTableFamily = <Route extends object>({
  routes,
  ...definition
}: RouteTableFamily<Route>): StructuredFamily<Route> =>
  defineStructuredFamily<Route>({
    ...definition,
    ...routes,
    routeDistinguisher,
    key: (writer, route) => routes.key(writer.bytes(routeDistinguisher(route) ?? noRouteDistinguisher), route),
    format: (route) =>
      routes
        .texts(route)
        .map((text) => `[${text}]`)
        .join(':'),
  });

/** A route that answers another, which is its key, has the distinguisher of that; one of unknown type has none. */
function routeDistinguisher(route: object): Uint8Array | null {
  if ('routeDistinguisher' in route && route.routeDistinguisher instanceof Uint8Array) return route.routeDistinguisher;
  return 'routeKey' in route && route.routeKey instanceof Object ? routeDistinguisher(route.routeKey) : null;
}
