import type { ElementStatus, SteeringState, SteeringTarget } from '../state.ts';
import { serviceFunctionId } from './heard-once.ts';
import type { Service } from './service-choice.ts';
import type { HopState, ServiceFunctionChain } from './service-function-chains.ts';
import { targetsOf } from './steering-targets.ts';
import type { Found, SteeringWorld } from './steering-world.ts';

/** What a target comes to; `half-open` and `dangling` lose traffic. */
export interface Resolution {
  state: 'resolved' | 'learning' | 'stale' | 'draining' | 'half-open' | 'dangling';
  elementId: string | null;
  role: string | null;
  /** For people. */
  detail: string;
}

export interface ResolvedTarget {
  target: SteeringTarget;
  resolution: Resolution;
}

const byElement: Readonly<Record<ElementStatus, Resolution['state']>> = {
  complete: 'resolved',
  learning: 'learning',
  stale: 'stale',
  draining: 'draining',
  'half-open': 'half-open',
  rejected: 'half-open',
  conflict: 'half-open',
  lost: 'dangling',
};

const byHop: Readonly<Record<HopState, Resolution['state']>> = {
  complete: 'resolved',
  stale: 'stale',
  lost: 'dangling',
};

export const resolveSteering = (steering: SteeringState, world: SteeringWorld): ResolvedTarget[] =>
  targetsOf(steering).map((target) => ({ target, resolution: resolveTarget(target, steering.routerId, world) }));

/** `routerId`: at which router traffic is led there. */
export function resolveTarget(target: SteeringTarget, routerId: string, world: SteeringWorld): Resolution {
  switch (target.kind) {
    case 'redirect-to-ip':
    case 'next-hop':
      return resolveService(world.holding(target.target, routerId), `holds ${target.target}`);
    case 'redirect-to-vrf':
      return resolveService(world.withRouteTarget(target.target, routerId), `has ${target.target}`);
    case 'sfir': {
      const id = serviceFunctionId(target);
      return { state: 'resolved', elementId: id, role: null, detail: `service function instance ${id}` };
    }
    case 'sfpr':
      return resolvePath(serviceFunctionId(target), world);
  }
}

/** What a route with several targets comes to: its worst; null where it has none. */
export const worstResolution = (resolutions: readonly Resolution[]): Resolution | null =>
  resolutions.toSorted((one, other) => rank[other.state] - rank[one.state])[0] ?? null;

const rank: Readonly<Record<Resolution['state'], number>> = {
  resolved: 0,
  learning: 1,
  stale: 2,
  draining: 3,
  'half-open': 4,
  dangling: 5,
};

function resolveService({ live, learned, dead }: Found, holds: string): Resolution {
  const service = live ?? learned;
  if (service !== undefined) {
    const { element, role } = service;
    const detail = `element ${stateText(service)}`;
    return { state: byElement[element.state], elementId: element.id, role, detail };
  }
  const detail = `no live service prefix ${holds}${dead === undefined ? '' : `: ${lossText(dead)}`}`;
  return { state: 'dangling', elementId: null, role: null, detail };
}

function stateText({ element, role, address }: Service): string {
  const { id, state, missing, reason } = element;
  const parts = [`${id} is ${state}`];
  if (state !== 'complete' && missing.length > 0) parts.push(`without ${missing.join(', ')}`);
  if (state !== 'complete' && reason !== null) parts.push(reason);
  return `${parts.join(', ')} (${role} ${address.prefix})`;
}

function lossText({ element: { id, state, since, reason }, role, address }: Service): string {
  const from = `${state} since ${new Date(since).toISOString()}${reason === null ? '' : `, ${reason}`}`;
  return state === 'lost' ? `element ${id} ${from}` : `element ${id}, ${from}, has lost ${role} ${address.prefix}`;
}

function resolvePath(id: string, world: SteeringWorld): Resolution {
  const chain = world.chain(id);
  if (chain === undefined)
    return { state: 'learning', elementId: id, role: null, detail: `path ${id} is not known yet` };
  return { state: byHop[chain.state], elementId: id, role: null, detail: pathText(chain) };
}

const mostNamed = 4;

function pathText({ id, state, hops }: ServiceFunctionChain): string {
  const failing = hops.filter((hop) => hop.state === state);
  if (state === 'complete' || failing.length === 0) return `path ${id} is ${state}`;
  const texts = failing.map(({ serviceIndex, functions }) => {
    const types = functions.map(({ serviceFunctionType }) => String(serviceFunctionType));
    return `${serviceIndex} (type ${listed(types, ' or ')})`;
  });
  const what = state === 'lost' ? 'no live instance' : 'only stale instances';
  return `path ${id} has ${what} at service index ${listed(texts, ', ')}`;
}

const listed = (texts: readonly string[], separator: string): string =>
  [...texts.slice(0, mostNamed), ...(texts.length > mostNamed ? ['…'] : [])].join(separator);
