import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { routeDistinguisherLength } from './route-distinguisher-field.ts';
import { type Field, type RouteType, type UnknownRoute, unknownRouteType } from './route-type.ts';
import { defineStructuredFamily, type StructuredFamily } from './structured-family.ts';

/** Octets of the type and of the length before the value of a route. */
export interface RouteFrame {
  typeWidth: 1 | 2 | 3;
  lengthWidth: 1 | 2;
  /** The type in text, where it is more than a number. */
  formatCode?(code: number): string;
}

const integers = { 1: 'u8', 2: 'u16', 3: 'u24' } as const;

/** The route types of a family: NLRI are type, length in octets, and a value of that type. As a field it is a route inside a route. */
export class RouteTable<Route extends { type: string }> implements Field<Route | UnknownRoute> {
  readonly routeTypes: readonly { code: number; name: string }[];
  readonly #frame: RouteFrame;
  readonly #byCode: ReadonlyMap<number, RouteType<Route | UnknownRoute>>;
  readonly #byName: ReadonlyMap<string, RouteType<Route | UnknownRoute>>;

  constructor(frame: RouteFrame, routeTypes: readonly RouteType<Route>[]) {
    this.#frame = frame;
    this.routeTypes = routeTypes;
    this.#byCode = new Map(routeTypes.map((routeType) => [routeType.code, routeType]));
    this.#byName = new Map(routeTypes.map((routeType) => [routeType.name, routeType]));
  }

  /** As in FamilyDefinition. */
  measure(field: Uint8Array, at: number): number {
    const { typeWidth, lengthWidth } = this.#frame;
    const valueAt = typeWidth + lengthWidth;
    let length = 0;
    for (let place = typeWidth; place < valueAt; place++) length = length * 256 + (field[at + place] ?? Number.NaN);
    return valueAt + length;
  }

  decode(reader: Reader): Route | UnknownRoute {
    const { typeWidth, lengthWidth } = this.#frame;
    const code = reader[integers[typeWidth]]();
    const value = reader.sub(reader[integers[lengthWidth]]());
    const route = (this.#byCode.get(code) ?? unknownRouteType(code)).decode(value);
    value.expectEnd();
    return route;
  }

  encode(writer: Writer, route: Route | UnknownRoute): void {
    const { typeWidth, lengthWidth } = this.#frame;
    const routeType = this.#typeOf(route);
    const length = writer[integers[typeWidth]](routeType.code).fork(lengthWidth);
    routeType.encode(writer, route);
    writer.join(length, lengthWidth);
  }

  key(writer: Writer, route: Route | UnknownRoute): void {
    const routeType = this.#typeOf(route);
    routeType.key(writer[integers[this.#frame.typeWidth]](routeType.code), route);
  }

  texts(route: Route | UnknownRoute): readonly string[] {
    const routeType = this.#typeOf(route);
    const { formatCode = String } = this.#frame;
    return [formatCode(routeType.code), ...routeType.texts(route)];
  }

  toJson(route: Route | UnknownRoute): { [key: string]: Json } {
    const routeType = this.#typeOf(route);
    const { code } = routeType;
    return { type: route.type, routeType: this.#frame.formatCode?.(code) ?? code, ...routeType.toJson(route) };
  }

  #typeOf(route: Route | UnknownRoute): RouteType<Route | UnknownRoute> {
    const known = this.#byName.get(route.type);
    if (known !== undefined) return known;
    if ('routeType' in route && typeof route.routeType === 'number') return unknownRouteType(route.routeType);
    throw new EncodeError(`no route type ${route.type}`);
  }
}

interface RouteTableFamily<Route extends { type: string }> {
  afi: number;
  safi: number;
  name: string;
  reference: string;
  routes: RouteTable<Route>;
  labels?(route: Route | UnknownRoute): readonly number[] | null;
}

const noRouteDistinguisher = new Uint8Array(routeDistinguisherLength);

export function defineRouteTableFamily<Route extends { type: string }>({
  routes,
  ...definition
}: RouteTableFamily<Route>): StructuredFamily<Route | UnknownRoute> {
  return defineStructuredFamily<Route | UnknownRoute>({
    ...definition,
    routeTypes: routes.routeTypes,
    routeDistinguisher,
    measure: (field, at) => routes.measure(field, at),
    decode: (reader) => routes.decode(reader),
    encode: (writer, route) => routes.encode(writer, route),
    key: (writer, route) => routes.key(writer.bytes(routeDistinguisher(route) ?? noRouteDistinguisher), route),
    format: (route) =>
      routes
        .texts(route)
        .map((text) => `[${text}]`)
        .join(':'),
    toJson: (route) => routes.toJson(route),
  });
}

/** A route that answers another, which is its key, has the distinguisher of that; one of unknown type has none. */
function routeDistinguisher(route: object): Uint8Array | null {
  if ('routeDistinguisher' in route && route.routeDistinguisher instanceof Uint8Array) return route.routeDistinguisher;
  return 'routeKey' in route && route.routeKey instanceof Object ? routeDistinguisher(route.routeKey) : null;
}
