import { collectorLines } from './collector-lines.ts';
import { functionLines } from './function-lines.ts';
import type { Basis } from './line.ts';
import { networkLines } from './network-lines.ts';
import { operationLines } from './operation-lines.ts';
import { prices } from './prices.ts';
import { idle, type Size } from './size.ts';
import { itemPerRouteUsd, routesUsd, tableLines } from './table-lines.ts';
import { usageOf } from './usage.ts';

export const lines = [...networkLines, ...collectorLines, ...functionLines, ...tableLines, ...operationLines];

/** US dollars a month. */
export interface BilledLine {
  what: string;
  /** With nothing connected to it. */
  floor: number;
  /** What comes on top of that. */
  load: number;
  basis: string;
}

export interface Bill {
  lines: BilledLine[];
  floor: number;
  load: number;
  total: number;
  /** The whole, if routes were items of the table. */
  itemPerRoute: number;
}

const basisOf = (size: Size): Basis => ({ size, usage: usageOf(size), prices: prices[size.region] });

export function billOf(size: Size): Bill {
  const now = basisOf(size);
  const without = basisOf(idle(size));
  const billed = lines.map(({ what, usd, basis }): BilledLine => {
    const floor = usd(without);
    return { what, floor, load: usd(now) - floor, basis: basis(now) };
  });
  const floor = billed.reduce((sum, line) => sum + line.floor, 0);
  const load = billed.reduce((sum, line) => sum + line.load, 0);
  const itemPerRoute = floor + load - routesUsd(now) + itemPerRouteUsd(now);
  return { lines: billed, floor, load, total: floor + load, itemPerRoute };
}
