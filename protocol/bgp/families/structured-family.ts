import { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { DecodeError, EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import { noteOnce } from '../context.ts';
import type { TypeDefinition } from '../tlv/type-table.ts';
import { defineFamily, type Family, type Nlri } from './family.ts';

/** All about a family whose NLRI are more than a prefix: EVPN, flowspec, link-state and the like. */
export interface StructuredFamilyDefinition<Value> {
  afi: number;
  safi: number;
  /** Name in the API. */
  name: string;
  /** The document that says how NLRI are written. */
  reference: string;
  /** As in FamilyDefinition. */
  measure(field: Uint8Array, at: number): number;
  /** Reads one NLRI to the end of the reader, its type and length fields included; throws DecodeError. */
  decode(reader: Reader): Value;
  /** The inverse of `decode`; throws EncodeError. */
  encode(writer: Writer, value: Value): void;
  /** Writes what identifies the route, RD first and in an order that sorts sensibly; what its RFC calls an attribute of the route (labels, an ESI) stays out. */
  key(writer: Writer, value: Value): void;
  /** The text form that operators know from routers; on one line. */
  format(value: Value): string;
  toJson(value: Value): { [key: string]: Json };
  routeDistinguisher?(value: Value): Uint8Array | null;
  labels?(value: Value): readonly number[] | null;
  /** Where NLRI are of several types: those that `decode` knows. */
  routeTypes?: readonly NlriType[];
}

/** A row of the support table. */
export type NlriType = Pick<TypeDefinition<string, unknown>, 'code' | 'name' | 'reference'>;

export interface StructuredFamily<Value> extends Family {
  /** Empty where all NLRI are of one type. */
  readonly routeTypes: readonly NlriType[];
  /** Null where the octets cannot be read. */
  fromNlri(nlri: Nlri): Value | null;
  /** Throws EncodeError. */
  toNlri(value: Value, pathId?: number | null): Nlri;
}

const none = new Uint8Array(0);

/**
 * A family whose NLRI are kept as octets, each on its own, and read by `definition` where someone wants to know what they say.
 * An NLRI that cannot be read, but whose end is known, stays as octets with a note: it can still be stored, and withdrawn by the same octets.
 */
export function defineStructuredFamily<Value>(definition: StructuredFamilyDefinition<Value>): StructuredFamily<Value> {
  const { afi, safi, name, reference, measure } = definition;
  const octetsOf = ({ nlri }: Nlri): Uint8Array => nlri ?? none;
  const read = (octets: Uint8Array, offset: number): Value => {
    const reader = Reader.over(octets, offset);
    const value = definition.decode(reader);
    reader.expectEnd();
    return value;
  };
  const fromNlri = (nlri: Nlri): Value | null => {
    try {
      return read(octetsOf(nlri), 0);
    } catch (error) {
      if (error instanceof DecodeError) return null;
      throw error;
    }
  };
  const format = (nlri: Nlri): string => {
    const value = fromNlri(nlri);
    return value === null ? hexOf(octetsOf(nlri)) : definition.format(value);
  };
  const family: Family = defineFamily({
    afi,
    safi,
    name,
    reference,
    measure,
    format,
    ipVersion: null,
    distinguished: false,
    delimited: true,
    plainPrefixes: false,
    decode(reader, pathId, { issues }) {
      const length = measure(reader.peekRest(), 0);
      if (Number.isNaN(length)) reader.fail(`no ${name} NLRI`);
      const { offset } = reader;
      const octets = reader.take(length);
      try {
        read(octets, offset);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        noteOnce(issues, `${name} NLRI: ${error.reason}`, error.offset);
      }
      return structuredNlri(octets, pathId);
    },
    encode(writer, { nlri }) {
      if (nlri === null) throw new EncodeError(`${name} wants the octets of its NLRI`);
      writer.bytes(nlri);
    },
    key(nlri) {
      const value = fromNlri(nlri);
      if (value === null) return octetsOf(nlri);
      const writer = new Writer(32);
      definition.key(writer, value);
      return writer.finish();
    },
    describe(nlri) {
      const value = fromNlri(nlri);
      if (value === null) return { text: format(nlri), routeDistinguisher: null, labels: null, fields: null };
      return {
        text: definition.format(value),
        routeDistinguisher: definition.routeDistinguisher?.(value) ?? null,
        labels: definition.labels?.(value) ?? null,
        fields: definition.toJson(value),
      };
    },
  });
  return Object.freeze({
    ...family,
    routeTypes: definition.routeTypes ?? [],
    fromNlri,
    toNlri(value: Value, pathId: number | null = null): Nlri {
      const writer = new Writer(64);
      definition.encode(writer, value);
      return structuredNlri(writer.finish(), pathId);
    },
  });
}

const structuredNlri = (nlri: Uint8Array, pathId: number | null): Nlri => ({
  pathId,
  prefixLength: 0,
  address: none,
  routeDistinguisher: null,
  labels: null,
  nlri,
});
