import type { ElementState, ServiceAddress } from '../state.ts';
import { PrefixIndex } from './prefix-index.ts';
import type { ServiceFunctionChain } from './service-function-chains.ts';

/** An address at which an element serves in one of its roles. */
export interface Service {
  element: ElementState;
  role: string;
  address: ServiceAddress;
}

/** Who may be meant, best first only after a look at who asks. */
export interface Candidates {
  /** Live ones. Of an address: those with the longest prefix that holds it. */
  live: readonly Service[];
  /** Others, in the same way. */
  dead: readonly Service[];
}

/** What steering may lead to. */
export class SteeringWorld {
  readonly #byAddress = { live: new PrefixIndex<Service>(), dead: new PrefixIndex<Service>() };
  readonly #byRouteTarget = { live: new Map<string, Service[]>(), dead: new Map<string, Service[]>() };
  readonly #chains: ReadonlyMap<string, ServiceFunctionChain>;

  constructor(elements: readonly ElementState[], chains: readonly ServiceFunctionChain[]) {
    for (const element of elements) for (const service of servicesOf(element)) this.#add(service);
    this.#chains = new Map(chains.map((chain) => [chain.id, chain]));
  }

  holding(address: string): Candidates {
    const { live, dead } = this.#byAddress;
    const [longestLive = []] = live.holding(address);
    const [longestDead = []] = dead.holding(address);
    return { live: longestLive, dead: longestDead };
  }

  withRouteTarget(routeTarget: string): Candidates {
    const { live, dead } = this.#byRouteTarget;
    return { live: live.get(routeTarget) ?? [], dead: dead.get(routeTarget) ?? [] };
  }

  chain(id: string): ServiceFunctionChain | undefined {
    return this.#chains.get(id);
  }

  #add(service: Service): void {
    const { prefix, routeTargets } = service.address;
    const liveness = isLive(service) ? 'live' : 'dead';
    this.#byAddress[liveness].add(prefix, service);
    const byTarget = this.#byRouteTarget[liveness];
    for (const routeTarget of new Set(routeTargets)) {
      const services = byTarget.get(routeTarget);
      if (services === undefined) byTarget.set(routeTarget, [service]);
      else services.push(service);
    }
  }
}

/** Takes whole elements: one that is a part of another (`span`) is not led to. */
export const steeringWorld = (
  elements: readonly ElementState[],
  chains: readonly ServiceFunctionChain[] = [],
): SteeringWorld => new SteeringWorld(elements, chains);

const isLive = ({ element, address }: Service): boolean => address.live && element.state !== 'lost';

function servicesOf(element: ElementState): Service[] {
  return Object.entries(element.services).flatMap(([role, addresses]) =>
    addresses.map((address) => ({ element, role, address })),
  );
}
