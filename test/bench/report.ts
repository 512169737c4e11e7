import { availableParallelism, cpus } from 'node:os';
import type { Usage } from '#rib/store/usage.ts';

export const heading = (text: string): void => console.log(`\n${text}`);

/** A line: what, figure, and what it should be. */
export function say(what: string, figure: string, target?: string): void {
  console.log(`  ${what.padEnd(72)} ${figure}${target === undefined ? '' : `  (target ${target})`}`);
}

export const sayMachine = (): void =>
  console.log(`\nmachine: ${cpus()[0]?.model}, ${availableParallelism()} processors; Node ${process.version}`);

export const thousands = (count: number): string => Math.round(count).toLocaleString('en-US');

/** Three digits that say something. */
export const digits = (value: number): string =>
  value >= 100 ? thousands(value) : String(Number(value.toPrecision(3)));

export const megabytes = (octets: number): string => `${(octets / 1e6).toFixed(1)} MB`;

export const writeUnitsOf = (usage: readonly Usage[]): number => sumOf(usage, ({ writeUnits }) => writeUnits);
export const readUnitsOf = (usage: readonly Usage[]): number => sumOf(usage, ({ readUnits }) => readUnits);

const sumOf = (usage: readonly Usage[], value: (used: Usage) => number): number =>
  usage.reduce((sum, used) => sum + value(used), 0);

/** `LOG 0.0072, BLOCK 0.0064, other 0.0001`: write units by kind of item, the largest first. */
export function kindsOf(usage: readonly Usage[], per: number): string {
  const kinds = [...Map.groupBy(usage, ({ kind }) => kind)].map(([kind, ofKind]) => ({
    kind,
    units: writeUnitsOf(ofKind),
  }));
  const total = writeUnitsOf(usage);
  if (total === 0) return 'nothing';
  const large = kinds.filter(({ units }) => units > total * smallShare).toSorted((a, b) => b.units - a.units);
  const other = total - large.reduce((sum, { units }) => sum + units, 0);
  const told = other > 0 ? [...large, { kind: 'other', units: other }] : large;
  return told.map(({ kind, units }) => `${kind} ${Number((units / per).toPrecision(2))}`).join(', ');
}

/** Kinds below this are told as one. */
const smallShare = 0.01;
