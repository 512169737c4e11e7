import type { PrefixFilter } from '../log/segment.ts';

export const matches = ['longest', 'exact', 'covering', 'covered'] as const;

/** `longest`: of the covering ones the longest; `covering` and `covered` include the prefix itself. */
export type Match = (typeof matches)[number];

export interface PrefixQuery {
  prefixLength: number;
  /** Its significant octets. */
  address: Uint8Array;
}

const covering =
  (query: PrefixQuery): PrefixFilter =>
  (prefixLength, address) =>
    prefixLength <= query.prefixLength && startsAlike(prefixLength, address, query.address);

const covered =
  (query: PrefixQuery): PrefixFilter =>
  (prefixLength, address) =>
    prefixLength >= query.prefixLength && startsAlike(query.prefixLength, address, query.address);

const exact =
  (query: PrefixQuery): PrefixFilter =>
  (prefixLength, address) =>
    prefixLength === query.prefixLength && startsAlike(prefixLength, address, query.address);

/** Which stored prefixes can be part of the answer; `longest` is decided among the visible ones. */
export const prefixFilters: Record<Match, (query: PrefixQuery) => PrefixFilter> = {
  longest: covering,
  exact,
  covering,
  covered,
};

/** True when the first `bits` bits are the same. */
function startsAlike(bits: number, a: Uint8Array, b: Uint8Array): boolean {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) if (a[index] !== b[index]) return false;
  const rest = bits & 7;
  return rest === 0 || ((a[whole] ?? 0) ^ (b[whole] ?? 0)) >> (8 - rest) === 0;
}
