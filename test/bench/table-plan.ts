import { Random } from '../fuzz/random.ts';

/** Percent of a full table that has a prefix length, the shortest first; about as in 2024, and none below /12. */
const shares: readonly (readonly [length: number, percent: number])[] = [
  [12, 0.03],
  [13, 0.06],
  [14, 0.12],
  [15, 0.2],
  [16, 1.4],
  [17, 0.8],
  [18, 1.4],
  [19, 2.6],
  [20, 4.5],
  [21, 5.3],
  [22, 11],
  [23, 10.6],
  [24, 62],
];

/** Of a set of attributes, how many routes have it: P(n or more) = n ** -steepness, as in full-table-2015. */
const steepness = 1.08;
/**
 * Neighbours share a set: the mean of a run where the set does not end it, and among how many sets the next run is drawn. It
 * comes to runs of 1.9, and some 600 sets in 2,048 neighbours, as in full-table-2015.
 */
const meanRun = 2.4;
const setsAtATime = 350;
const routesPerSetAtATime = 200;
const firstAddress = 1 << 24;

/** A table of IPv4 routes in their order, and which set of attributes each has. The same for the same numbers. */
export interface TablePlan {
  addresses: Uint32Array;
  lengths: Uint8Array;
  /** Indexes of routes, by set. */
  sets: readonly (readonly number[])[];
}

export function tablePlan(routes: number, routesPerSet: number): TablePlan {
  const random = new Random(routes);
  return { ...prefixes(routes, random), sets: setsOf(routes, routesPerSet, random) };
}

/** Half of them lie within the one before: no prefix is there twice. */
function prefixes(routes: number, random: Random): Pick<TablePlan, 'addresses' | 'lengths'> {
  const addresses = new Uint32Array(routes);
  const lengths = new Uint8Array(routes);
  let next = firstAddress;
  let leastLength = 0;
  for (let route = 0; route < routes; route += 1) {
    const length = Math.max(leastLength, drawnLength(random));
    const size = 2 ** (32 - length);
    const address = Math.ceil(next / size) * size;
    addresses[route] = address;
    lengths[route] = length;
    const holdsNext = length < 24 && random.oneIn(2);
    next = holdsNext ? address : address + size;
    leastLength = holdsNext ? length + 1 : 0;
  }
  return { addresses, lengths };
}

function drawnLength(random: Random): number {
  let left = random.below(10_000) / 100;
  for (const [length, percent] of shares) {
    left -= percent;
    if (left < 0) return length;
  }
  return 24;
}

function setsOf(routes: number, routesPerSet: number, random: Random): number[][] {
  const largest = largestSet(routesPerSet);
  const mostOpen = Math.min(setsAtATime, Math.ceil(routes / routesPerSetAtATime));
  const sets: number[][] = [];
  const open: { routes: number[]; left: number }[] = [];
  for (let route = 0; route < routes; ) {
    if (open.length < mostOpen) {
      const set = { routes: [], left: drawnSize(random, largest) };
      sets.push(set.routes);
      open.push(set);
    }
    const index = random.below(open.length);
    const set = open[index];
    if (set === undefined) break;
    for (let more = true; more && set.left > 0 && route < routes; set.left -= 1) {
      set.routes.push(route++);
      more = uniform(random) > 1 / meanRun;
    }
    if (set.left === 0) open.splice(index, 1);
  }
  return sets;
}

const drawnSize = (random: Random, largest: number): number =>
  Math.min(largest, Math.floor((1 - uniform(random)) ** (-1 / steepness)));

/** Where sizes end, so that their mean is this. */
function largestSet(routesPerSet: number): number {
  let largest = 1;
  for (let mean = 1; mean < routesPerSet; mean += largest ** -steepness) largest += 1;
  return largest;
}

const uniform = (random: Random): number => random.next() / 2 ** 32;
