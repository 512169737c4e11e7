import { DecodeError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { type LengthWidth, type ListField, list, readSized, writeSized } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { unsigned } from '../fields/numbers.ts';
import {
  type FlatDefinition,
  type FlatValueOf,
  type TypedValues,
  typedValues,
  type UnknownTlv,
  unknownTlv,
} from './typed-values.ts';

/** What stands in front of a value: type, length. */
export interface Frame {
  /** Octets of the type. */
  typeWidth: 1 | 2 | 3;
  /** Octets of the length, which may depend on the type. */
  lengthWidth: LengthWidth | ((code: number) => LengthWidth);
  /** Octets of the frame that the length counts besides the value. */
  counted?: number;
}

/** One whose lengths are all of one width. */
export interface FixedFrame extends Frame {
  lengthWidth: LengthWidth;
}

/** What becomes of a value that is malformed. `octets` gives what the frame holds, or throws where it is the frame that is broken. */
export type Recovery<Value> = (code: number, error: DecodeError, octets: () => Uint8Array) => Value;

const refuse = (_code: number, error: DecodeError): never => {
  throw error;
};

/** It stays octets, as if its type were unknown. */
export const keepMalformed: Recovery<UnknownTlv> = (code, _error, octets) => unknownTlv.of(code, octets());

/** Type, length, value of that type. */
export function framed<Value>(
  values: TypedValues<Value>,
  { typeWidth, lengthWidth, counted = 0 }: Frame,
  recover: Recovery<Value> = refuse,
): Field<Value, JsonObject> {
  const type = unsigned[typeWidth];
  const widthOf = typeof lengthWidth === 'number' ? () => lengthWidth : lengthWidth;
  return {
    decode(reader) {
      const code = type.decode(reader);
      const again = reader.fork();
      try {
        const content = readSized(reader, widthOf(code), counted);
        const value = values.decode(code, content);
        content.expectEnd();
        return value;
      } catch (error) {
        if (error instanceof DecodeError)
          return recover(code, error, () => readSized(again, widthOf(code), counted).rest());
        throw error;
      }
    },
    encode(writer, value) {
      const code = values.codeOf(value);
      type.encode(writer, code);
      writeSized(writer, widthOf(code), counted, () => values.encode(writer, value));
    },
    toJson: values.toJson,
  };
}

/** Octets of the frame at `at` and what is in it; NaN where `field` ends before that is said. */
export function measureFramed({ typeWidth, lengthWidth }: FixedFrame, field: Uint8Array, at: number): number {
  const valueAt = typeWidth + lengthWidth;
  let length = 0;
  for (let place = typeWidth; place < valueAt; place++) length = length * 256 + (field[at + place] ?? Number.NaN);
  return valueAt + length;
}

/** The TLVs of one registry up to the end of what holds them, in the order in which they came. */
export const tlvSpace = <Definition extends FlatDefinition>(
  definitions: readonly Definition[],
  frame: Frame,
): ListField<FlatValueOf<Definition> | UnknownTlv> => list(framed(typedValues(definitions), frame));
