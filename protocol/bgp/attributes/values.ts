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

/** RFC 4271 §5.1.7. */
export interface Aggregator {
  asn: number;
  address: string;
}

/** Global administrator, local data 1, local data 2; RFC 8092 §3. */
export type LargeCommunity = [number, number, number];
