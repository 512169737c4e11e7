import type { SteeringRow } from '#model/api-chain-rows.ts';
import type { ElementState, RouterState, SteeringState, SteeringTarget } from '#model/state.ts';
import { serviceFunctionId } from '#model/steering/heard-once.ts';
import { type ResolvedTarget, resolveSteering, worstResolution } from '#model/steering/resolve-steering.ts';
import { serviceFunctionChains } from '#model/steering/service-function-chains.ts';
import { steeringWorld } from '#model/steering/steering-world.ts';
import { timeText } from '../http/clock.ts';
import { silentRouters } from './silent-routers.ts';

/** Routes that lead traffic, with what they come to as things stand now. */
export function steeringRows(
  steering: readonly SteeringState[],
  elements: readonly ElementState[],
  routers: readonly RouterState[],
): SteeringRow[] {
  const world = steeringWorld(elements, serviceFunctionChains(steering, silentRouters(routers)));
  const locations = new Map(routers.map(({ id, location }) => [id, location]));
  return steering.flatMap((one) => {
    const resolved = resolveSteering(one, world);
    const worst = worstResolution(resolved.map(({ resolution }) => resolution));
    if (worst === null) return [];
    const { id, routerId, peerId, family, routeDistinguisher, match, firstSeen, lastChanged } = one;
    return {
      id,
      router: routerId,
      location: locations.get(routerId) ?? 'unknown',
      peer: peerId,
      family,
      rd: routeDistinguisher,
      match,
      state: worst.state,
      targets: resolved.map(targetRow),
      firstSeen: timeText(firstSeen),
      lastChanged: timeText(lastChanged),
    };
  });
}

const targetRow = ({ target, resolution }: ResolvedTarget): SteeringRow['targets'][number] => ({
  kind: target.kind,
  target: targetText(target),
  copy: target.kind === 'redirect-to-ip' && target.copy,
  ...resolution,
});

const targetText = (target: SteeringTarget): string => ('target' in target ? target.target : serviceFunctionId(target));
