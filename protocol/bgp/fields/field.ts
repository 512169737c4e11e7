import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';

/** A part of a layout, of one octet or many: TLVs, route types and attributes are put together of these. */
export interface Field<Value, Shown extends Json | undefined = Json | undefined> {
  decode(reader: Reader): Value;
  encode(writer: Writer, value: Value): void;
  /** Undefined where there is nothing to show. */
  toJson(value: Value): Shown;
}

export type AnyField = Field<unknown>;
export type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** Refuses octets, and values, with which `faultOf` finds fault. */
export function checked<Value, Shown extends Json | undefined>(
  field: Field<Value, Shown>,
  faultOf: (value: Value) => string | null,
): Field<Value, Shown> {
  return {
    ...field,
    decode(reader) {
      const value = field.decode(reader);
      const fault = faultOf(value);
      return fault === null ? value : reader.fail(fault);
    },
    encode(writer, value) {
      const fault = faultOf(value);
      if (fault !== null) throw new EncodeError(fault);
      field.encode(writer, value);
    },
  };
}
