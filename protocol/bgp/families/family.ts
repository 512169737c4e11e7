/**
 * One NLRI of any family. Families with a prefix fill `prefixLength` and `address`; the others, and families that are
 * not in the table, carry their octets in `nlri` with `prefixLength` 0 and an empty `address`.
 */
export interface Nlri {
  /** RFC 7911; null where the session does not use ADD-PATH for the family. */
  pathId: number | null;
  prefixLength: number;
  /** ceil(prefixLength / 8) octets, bits beyond the length zero. */
  address: Uint8Array;
  /** 8 octets, RFC 4364 §4.2. */
  routeDistinguisher: Uint8Array | null;
  /** 20-bit values, RFC 8277 §2. */
  labels: readonly number[] | null;
  nlri: Uint8Array | null;
}
