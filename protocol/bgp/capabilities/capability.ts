import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';

/** How one capability code is read and written (RFC 5492 §4); the fields of `Fields` lie beside `code` and `name`. */
export interface CapabilityDefinition<Name extends string, Fields extends object> {
  readonly code: number;
  readonly name: Name;
  /** The document that defines it, for the support table. */
  readonly reference: string;
  /** Reads the value and nothing behind it. */
  decode(reader: Reader): Fields;
  encode(writer: Writer, fields: Fields): void;
}

export function defineCapability<const Name extends string, Fields extends object>(
  definition: CapabilityDefinition<Name, Fields>,
): CapabilityDefinition<Name, Fields> {
  return Object.freeze(definition);
}
