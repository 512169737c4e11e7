import type { ElementState, SteeringState } from '../state.ts';
import { ownWords } from '../steering/own-words.ts';
import { type ResolvedTarget, resolveSteering, worstResolution } from '../steering/resolve-steering.ts';
import { serviceFunctionChains } from '../steering/service-function-chains.ts';
import { steeringFindings } from '../steering/steering-findings.ts';
import { steeringWorld } from '../steering/steering-world.ts';
import type { Change, Correlated } from './correlated.ts';
import { type Found, findingChanges } from './finding-changes.ts';

interface Led {
  steering: SteeringState;
  resolved: readonly ResolvedTarget[];
}

/** What routes that lead traffic come to, by id. */
export type LedTraffic = ReadonlyMap<string, Led>;

export function leadTraffic(
  elements: readonly ElementState[],
  steering: readonly SteeringState[],
  silentRouters: ReadonlySet<string>,
): LedTraffic {
  if (steering.length === 0) return new Map();
  const world = steeringWorld(elements, serviceFunctionChains(steering, silentRouters));
  return new Map(ownWords(steering).map((one) => [one.id, { steering: one, resolved: resolveSteering(one, world) }]));
}

/** Findings of all kinds, and with those of a route that leads to nothing what happened to the route. */
export function findingAndSteeringChanges(
  before: Correlated['finding'],
  found: readonly Found[],
  led: LedTraffic,
  at: number,
): Change[] {
  const ofSteering = [...led.values()].flatMap(({ steering, resolved }) => steeringFindings(steering, resolved, at));
  return findingChanges(before, [...found, ...ofSteering], at).map((change) => withSteering(change, before, led));
}

function withSteering(change: Change, before: Correlated['finding'], led: LedTraffic): Change {
  if (change.kind !== 'finding') return change;
  const prior = before.get(change.id);
  const finding = change.after ?? prior;
  if (finding?.kind !== 'dangling-redirect' || change.told.length === 0) return change;
  const { subject, routerId, detail } = finding;
  const of = led.get(subject);
  const about = { router: routerId, ...(of && { peer: of.steering.peerId, match: of.steering.match }) };
  if (change.after !== null) {
    const dangling = { type: 'steering.dangling' as const, subject, data: { ...about, detail } };
    return { ...change, told: [...change.told, dangling] };
  }
  const to = (of && worstResolution(of.resolved.map(({ resolution }) => resolution))?.state) ?? 'withdrawn';
  return { ...change, told: [...change.told, { type: 'steering.resolved', subject, data: { ...about, to } }] };
}
