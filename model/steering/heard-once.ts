import type { SteeringState, SteeringTarget } from '../state.ts';
import { targetsOf } from './steering-targets.ts';

export type ServiceFunctionRoute = Extract<SteeringTarget, { kind: 'sfir' | 'sfpr' }>;

/** A route of RFC 9015, whoever it was heard from. */
export interface HeardRoute<Route extends ServiceFunctionRoute> {
  id: string;
  target: Route;
  /** Sorted. */
  routers: string[];
  /** All of these have gone silent. */
  stale: boolean;
}

interface Hearing<Route> {
  id: string;
  target: Route;
  routerId: string;
  at: number;
  stale: boolean;
}

/** `sfc~65000:1~41`: the route distinguisher, and the type of an instance or the identifier of a path. */
export const serviceFunctionId = (route: ServiceFunctionRoute): string =>
  `sfc~${route.routeDistinguisher}~${route.kind === 'sfir' ? route.serviceFunctionType : route.servicePathIdentifier}`;

/** Each route once, by id. */
export function heardOnce<Kind extends ServiceFunctionRoute['kind']>(
  steering: readonly SteeringState[],
  kind: Kind,
  silentRouters: ReadonlySet<string>,
): HeardRoute<Extract<ServiceFunctionRoute, { kind: Kind }>>[] {
  const hearings = steering.flatMap((state) => hearingsOf(state, kind, silentRouters));
  return [...Map.groupBy(hearings, ({ id }) => id)]
    .map(([id, ofOne]) => ({
      id,
      target: latest(ofOne).target,
      routers: [...new Set(ofOne.map(({ routerId }) => routerId))].sort(),
      stale: ofOne.every(({ stale }) => stale),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

function hearingsOf<Kind extends ServiceFunctionRoute['kind']>(
  state: SteeringState,
  kind: Kind,
  silentRouters: ReadonlySet<string>,
): Hearing<Extract<ServiceFunctionRoute, { kind: Kind }>>[] {
  const { routerId } = state;
  const at = Math.max(...Object.values(state.views).map((view) => view.at));
  return targetsOf(state)
    .filter((target) => isOfKind(target, kind))
    .map((target) => ({ id: serviceFunctionId(target), target, routerId, at, stale: silentRouters.has(routerId) }));
}

/** Where routers do not say the same: the last word of those that still talk. */
function latest<Route>(hearings: readonly Hearing<Route>[]): Hearing<Route> {
  return hearings.reduce((best, other) => {
    if (best.stale !== other.stale) return best.stale ? other : best;
    if (best.at !== other.at) return best.at < other.at ? other : best;
    return best.routerId <= other.routerId ? best : other;
  });
}

const isOfKind = <Kind extends SteeringTarget['kind']>(
  target: SteeringTarget,
  kind: Kind,
): target is Extract<SteeringTarget, { kind: Kind }> => target.kind === kind;
