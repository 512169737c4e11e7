import type { Prices } from './prices.ts';
import type { Size } from './size.ts';
import type { Usage } from './usage.ts';

export interface Basis {
  size: Size;
  usage: Usage;
  prices: Prices;
}

/** A line of the bill. */
export interface Line {
  what: string;
  /** US dollars a month. */
  usd: (basis: Basis) => number;
  /** What it is made of, for people. */
  basis: (basis: Basis) => string;
}

const suffixes = [
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
] as const;

/** Three digits that say something: `12.3 M`. */
export function amount(value: number): string {
  const [divisor, suffix] = suffixes.find(([least]) => value >= least) ?? [1, ''];
  return `${Number((value / divisor).toPrecision(3))}${suffix}`;
}

export const million = 1e6;
