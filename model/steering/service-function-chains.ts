import type { ServiceFunctionHop, SteeringState } from '../state.ts';
import { heardOnce } from './heard-once.ts';

/** Service functions, and the paths through them, as RFC 9015 has them: a route counts once, whoever it was heard from. */

export interface ServiceFunctionElement {
  id: string;
  routeDistinguisher: string;
  serviceFunctionType: number;
  /** Where it was heard, sorted. */
  routers: string[];
  /** `stale`: only from routers that have gone silent. */
  state: 'complete' | 'stale';
}

export type HopState = 'complete' | 'stale' | 'lost';

export interface ServiceFunctionChain {
  id: string;
  routeDistinguisher: string;
  servicePathIdentifier: number;
  routers: string[];
  /** As packets take them, by descending service index. */
  hops: ChainHop[];
  /** Of its worst hop. */
  state: HopState;
}

export interface ChainHop {
  serviceIndex: number;
  /** Any of them will do. */
  functions: ChainFunction[];
  /** Of its best function. */
  state: HopState;
}

export interface ChainFunction {
  serviceFunctionType: number;
  /** Route distinguishers as the path names them; none: any instance of the type. */
  instances: string[];
  /** Ids of the instances that there are. */
  elements: string[];
  state: HopState;
}

const bestFirst: readonly HopState[] = ['complete', 'stale', 'lost'];
const best = (states: readonly HopState[]): HopState => bestFirst.find((state) => states.includes(state)) ?? 'lost';
const worst = (states: readonly HopState[]): HopState =>
  bestFirst.findLast((state) => states.includes(state)) ?? 'lost';

const noRouters: ReadonlySet<string> = new Set();

export function serviceFunctionElements(
  steering: readonly SteeringState[],
  silentRouters: ReadonlySet<string> = noRouters,
): ServiceFunctionElement[] {
  return heardOnce(steering, 'sfir', silentRouters).map(({ id, target, routers, stale }) => {
    const { routeDistinguisher, serviceFunctionType } = target;
    return { id, routeDistinguisher, serviceFunctionType, routers, state: stale ? 'stale' : 'complete' };
  });
}

type ByType = ReadonlyMap<number, readonly ServiceFunctionElement[]>;

export function serviceFunctionChains(
  steering: readonly SteeringState[],
  silentRouters: ReadonlySet<string> = noRouters,
): ServiceFunctionChain[] {
  const elements = serviceFunctionElements(steering, silentRouters);
  const byType = Map.groupBy(elements, ({ serviceFunctionType }) => serviceFunctionType);
  return heardOnce(steering, 'sfpr', silentRouters).map(({ id, target, routers, stale }) => {
    const { routeDistinguisher, servicePathIdentifier } = target;
    const hops = target.hops.map((hop) => judgeHop(hop, byType));
    const state = worst([...(stale ? ['stale' as const] : []), ...hops.map((hop) => hop.state)]);
    return { id, routeDistinguisher, servicePathIdentifier, routers, hops, state };
  });
}

function judgeHop({ serviceIndex, functions }: ServiceFunctionHop, byType: ByType): ChainHop {
  const judged = functions.map((one) => judgeFunction(one, byType));
  return { serviceIndex, functions: judged, state: best(judged.map(({ state }) => state)) };
}

/** RFC 9015 §6.1: a function that is none and has no instances; the packet goes on along another path, or elsewhere on this one. */
const changeSequence = 1;

function judgeFunction(
  { serviceFunctionType, instances }: ServiceFunctionHop['functions'][number],
  byType: ByType,
): ChainFunction {
  if (serviceFunctionType === changeSequence)
    return { serviceFunctionType, instances, elements: [], state: 'complete' };
  const ofType = byType.get(serviceFunctionType) ?? [];
  const named = new Set(instances);
  const meant =
    named.size === 0 || instances.some(isAny)
      ? ofType
      : ofType.filter(({ routeDistinguisher }) => named.has(routeDistinguisher));
  const state = best(meant.map((element) => element.state));
  return { serviceFunctionType, instances, elements: meant.map(({ id }) => id), state };
}

/** A route distinguisher of zero; and a pool, as which instances are in it is not kept. */
const isAny = (instance: string): boolean => instance === '0:0' || instance.startsWith('sfir-pool:');
