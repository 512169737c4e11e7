import type { Writer } from '../../bytes/writer.ts';
import type { JsonObject } from '../../json.ts';
import { type StructOf, struct } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import type { TypeDefinition } from '../tlv/type-table.ts';
import type { FlatValueOf } from '../tlv/typed-values.ts';

/** A field that may stand in the text of a route. */
export interface RouteField<Value> extends Field<Value> {
  /** What stands in brackets: `['32', '10.0.0.1']` becomes `[32]:[10.0.0.1]`. Where it is left out, what JSON shows does. */
  texts?(value: Value): readonly string[];
}

export const textsOf = <Value>(field: RouteField<Value>, value: Value): readonly string[] =>
  field.texts?.(value) ?? [String(field.toJson(value))];

/** How the value of a route of one type is written. */
export interface RouteType<Name extends string, Value> extends TypeDefinition<Name, Value, JsonObject> {
  /** Writes what identifies the route besides its distinguisher. */
  key(writer: Writer, route: Value): void;
  /** Says the same. */
  texts(route: Value): readonly string[];
}

export type AnyRouteType = RouteType<string, object>;

/** The routes of a route type, or of any in a table of them. */
export type RouteOf<Type> = FlatValueOf<Type>;

type RouteFields = Readonly<Record<string, RouteField<unknown>>>;

interface RouteTypeDefinition<Name extends string, Fields extends RouteFields> {
  code: number;
  /** As `type` of its routes. */
  name: Name;
  reference: string;
  /** In the order of the wire. */
  fields: Fields;
  /** In the order of key and text; the distinguisher, which comes before all, is left out. */
  key: readonly (keyof Fields & string)[];
}

/** A route type whose octets are its fields one behind the other; the type of its routes follows from them. */
export function defineRouteType<const Name extends string, Fields extends RouteFields>(
  definition: RouteTypeDefinition<Name, Fields>,
): RouteType<Name, StructOf<Fields>>;
export function defineRouteType({
  code,
  name,
  reference,
  fields,
  key,
}: RouteTypeDefinition<string, RouteFields>): RouteType<string, Record<string, unknown>> {
  const keyFields = key.flatMap((wanted) => Object.entries(fields).filter(([field]) => field === wanted));
  return Object.freeze({
    code,
    name,
    reference,
    field: struct(fields),
    key: struct(Object.fromEntries(keyFields)).encode,
    texts: (route: Record<string, unknown>) => keyFields.flatMap(([name, field]) => textsOf(field, route[name])),
  });
}
