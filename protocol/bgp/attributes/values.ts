/** Value types of path attributes that other rooms name. */

/** RFC 4271 §4.3, RFC 5065 §3. */
export interface AsPathSegment {
  type: 'set' | 'sequence' | 'confed-sequence' | 'confed-set';
  asns: number[];
}

/** An attribute as received: not in the table, or kept undecoded. */
export interface RawAttribute {
  code: number;
  flags: number;
  value: Uint8Array;
}
