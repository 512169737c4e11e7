import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { Json } from '../../json.ts';
import type { NlriContext } from '../context.ts';

/**
 * One NLRI of any family. Families with a prefix fill `prefixLength` and `address`; the others, and families that are
 * not in the table, carry their octets in `nlri` with `prefixLength` 0 and an empty `address`.
 * Octet arrays may be views of the message they came in: keep a copy, or the message stays in memory.
 */
export interface Nlri {
  /** RFC 7911; null where the session does not use ADD-PATH for the family. */
  pathId: number | null;
  prefixLength: number;
  /** ceil(prefixLength / 8) octets, bits beyond the length zero. */
  address: Uint8Array;
  /** 8 octets, RFC 4364 §4.2; of families with a prefix. */
  routeDistinguisher: Uint8Array | null;
  /** 20-bit values, RFC 8277 §2; of families with a prefix. */
  labels: readonly number[] | null;
  /** The whole NLRI as on the wire, its own type and length fields included and its path identifier left out; null where it is a prefix. */
  nlri: Uint8Array | null;
}

/** What an NLRI says, for people and for JSON. */
export interface NlriDescription {
  /** As `Family.format` gives it. */
  text: string;
  routeDistinguisher: Uint8Array | null;
  labels: readonly number[] | null;
  /** All fields by name; null where the prefix is all there is, or the octets could not be read. */
  fields: { [key: string]: Json } | null;
}

export interface FamilyDefinition {
  afi: number;
  safi: number;
  /** Name in the API. */
  name: string;
  /** The document that says how NLRI are written, for the support table; null for families whose NLRI stay octets. */
  reference: string | null;
  /** 4 or 6 where NLRI carry an IP prefix in `address`, else null. */
  ipVersion: 4 | 6 | null;
  /** True where a route distinguisher stands before the prefix, so that each is a table of its own. */
  distinguished: boolean;
  /** False where NLRI boundaries are unknown: then the whole field is one NLRI and path identifiers stay inside it. */
  delimited: boolean;
  /** True where an NLRI is a length in bits (1) and a prefix, and nothing else. */
  plainPrefixes: boolean;
  /** Octets of the NLRI that starts at `at`, or NaN where none can start; looks at no more than its type and length fields. */
  measure(field: Uint8Array, at: number): number;
  /** Reads one NLRI behind its path identifier. */
  decode(reader: Reader, pathId: number | null, context: NlriContext): Nlri;
  /** Writes one NLRI without its path identifier. */
  encode(writer: Writer, nlri: Nlri): void;
  /**
   * Identity within a feed, path identifier apart: what a withdrawal has to repeat, so never a label. Compared octet by octet
   * this is a total order; for prefixes it is distinguisher, address, then length, so all covers of a prefix sort at or below it.
   */
  key(nlri: Nlri): Uint8Array;
  /** Text of the NLRI itself: `10.0.0.0/8`, or hex for families without a text form. */
  format(nlri: Nlri): string;
  describe(nlri: Nlri): NlriDescription;
}

export type Family = Readonly<FamilyDefinition>;

export function defineFamily(definition: FamilyDefinition): Family {
  return Object.freeze(definition);
}
