import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import type { Field } from '../fields/field.ts';

/** All about one type of TLV, route or object: whatever a code tells apart. */
export interface TypeDefinition<Name extends string, Value, Shown extends Json | undefined = Json | undefined> {
  readonly code: number;
  /** In values and in JSON. */
  readonly name: Name;
  readonly field: Field<Value, Shown>;
  /** The document that defines it, for the support table. */
  readonly reference: string;
}

export const tlv = <const Name extends string, Value, Shown extends Json | undefined>(
  code: number,
  name: Name,
  field: Field<Value, Shown>,
  reference: string,
): TypeDefinition<Name, Value, Shown> => Object.freeze({ code, name, field, reference });

interface Entry {
  readonly code: number;
  readonly name: string;
}

/** Definitions by code, as octets have them, and by name, as values do. */
export class TypeTable<Definition extends Entry> {
  readonly #byCode: ReadonlyMap<number, Definition>;
  readonly #byName: ReadonlyMap<string, Definition>;

  constructor(definitions: readonly Definition[]) {
    this.#byCode = new Map(definitions.map((definition) => [definition.code, definition]));
    this.#byName = new Map(definitions.map((definition) => [definition.name, definition]));
  }

  get(code: number): Definition | undefined {
    return this.#byCode.get(code);
  }

  named(name: string): Definition {
    const definition = this.#byName.get(name);
    if (definition === undefined) throw new EncodeError(`no type ${name} here`);
    return definition;
  }
}
