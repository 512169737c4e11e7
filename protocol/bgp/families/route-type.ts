import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';

/** One field of a route: octets to value and back, and what people and JSON see of it. */
export interface Field<Value> {
  decode(reader: Reader): Value;
  encode(writer: Writer, value: Value): void;
  /** What stands in brackets: `['32', '10.0.0.1']` becomes `[32]:[10.0.0.1]`. */
  texts(value: Value): readonly string[];
  toJson(value: Value): Json;
}

/** How the value of a route of one type is written. */
export interface RouteType<Route extends { type: string }> extends Field<Route> {
  code: number;
  name: Route['type'];
  /** The fields alone. */
  toJson(route: Route): { [key: string]: Json };
  /** Writes what identifies the route besides its distinguisher; `texts` says the same. */
  key(writer: Writer, route: Route): void;
}

/** The routes of a route type, or of any in a table of them. */
export type RouteOf<Type> = Type extends RouteType<infer Route> ? Route : never;

type Fields = Readonly<Record<string, Field<unknown>>>;

type ValuesOf<Shape extends Fields> = {
  -readonly [Name in keyof Shape]: Shape[Name] extends Field<infer Value> ? Value : never;
};

interface RouteTypeDefinition<Name extends string, Shape extends Fields> {
  code: number;
  /** As `type` of its routes. */
  name: Name;
  /** In the order of the wire. */
  fields: Shape;
  /** In the order of key and text; the distinguisher, which comes before all, is left out. */
  key: readonly (keyof Shape & string)[];
}

/** A route type whose octets are its fields one behind the other; the type of its routes follows from them. */
export function defineRouteType<const Name extends string, Shape extends Fields>({
  code,
  name,
  fields: shape,
  key,
}: RouteTypeDefinition<Name, Shape>): RouteType<{ type: Name } & ValuesOf<Shape>> {
  const fields = Object.entries<Field<unknown>>(shape);
  const keyFields = key.flatMap((wanted) => fields.filter(([field]) => field === wanted));
  const routeType: RouteType<AnyRoute> = {
    code,
    name,
    decode: (reader) => ({
      type: name,
      ...Object.fromEntries(fields.map(([field, codec]) => [field, codec.decode(reader)])),
    }),
    encode(writer, route) {
      for (const [field, codec] of fields) codec.encode(writer, route[field]);
    },
    key(writer, route) {
      for (const [field, codec] of keyFields) codec.encode(writer, route[field]);
    },
    texts: (route) => keyFields.flatMap(([field, codec]) => codec.texts(route[field])),
    toJson: (route) => Object.fromEntries(fields.map(([field, codec]) => [field, codec.toJson(route[field])])),
  };
  // What the fields decode to is what `ValuesOf` says, which the compiler cannot see through the loop.
  return routeType as RouteType<never>;
}

interface AnyRoute {
  type: string;
  [field: string]: unknown;
}

/** A route of a type that the table does not have. */
export interface UnknownRoute {
  type: 'unknown';
  routeType: number;
  value: Uint8Array;
}

export const unknownRouteType = (code: number): RouteType<UnknownRoute> => ({
  code,
  name: 'unknown',
  decode: (reader) => ({ type: 'unknown', routeType: code, value: reader.rest() }),
  encode(writer, { value }) {
    writer.bytes(value);
  },
  key(writer, { value }) {
    writer.bytes(value);
  },
  texts: ({ value }) => [hexOf(value)],
  toJson: ({ value }) => ({ value: hexOf(value) }),
});
