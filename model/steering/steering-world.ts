import type { ElementState } from '../state.ts';
import { PrefixIndex } from './prefix-index.ts';
import { type Service, ServiceChoice, type Standing } from './service-choice.ts';
import type { ServiceFunctionChain } from './service-function-chains.ts';

/** What a target finds, by how it stands. */
export type Found = Partial<Record<Standing, Service>>;

/** What steering may lead to; a target is looked up, whatever the number of elements. */
export class SteeringWorld {
  readonly #byAddress = new PrefixIndex(() => new ServiceChoice());
  readonly #byRouteTarget = new Map<string, ServiceChoice>();
  readonly #chains: ReadonlyMap<string, ServiceFunctionChain>;

  constructor(elements: readonly ElementState[], chains: readonly ServiceFunctionChain[]) {
    for (const element of elements) for (const service of servicesOf(element)) this.#add(service);
    this.#chains = new Map(chains.map((chain) => [chain.id, chain]));
  }

  /** By the longest service prefix that holds the address, of each standing. */
  holding(address: string, routerId: string): Found {
    return firstOf([...this.#byAddress.holding(address)], routerId);
  }

  withRouteTarget(routeTarget: string, routerId: string): Found {
    const choice = this.#byRouteTarget.get(routeTarget);
    return firstOf(choice === undefined ? [] : [choice], routerId);
  }

  chain(id: string): ServiceFunctionChain | undefined {
    return this.#chains.get(id);
  }

  #add(service: Service): void {
    const { prefix, routeTargets } = service.address;
    this.#byAddress.at(prefix)?.add(service);
    for (const routeTarget of routeTargets) {
      const choice = this.#byRouteTarget.get(routeTarget) ?? new ServiceChoice();
      this.#byRouteTarget.set(routeTarget, choice);
      choice.add(service);
    }
  }
}

/** Takes whole elements: one that is a part of another (`span`) is not led to. */
export const steeringWorld = (
  elements: readonly ElementState[],
  chains: readonly ServiceFunctionChain[] = [],
): SteeringWorld => new SteeringWorld(elements, chains);

function servicesOf(element: ElementState): Service[] {
  return Object.entries(element.services).flatMap(([role, addresses]) =>
    addresses.map((address) => ({ element, role, address })),
  );
}

const standings: readonly Standing[] = ['live', 'learned', 'dead'];

function firstOf(choices: readonly ServiceChoice[], routerId: string): Found {
  const found: Found = {};
  for (const standing of standings) {
    const service = choices.map((choice) => choice.of(standing, routerId)).find((each) => each !== undefined);
    if (service !== undefined) found[standing] = service;
  }
  return found;
}
