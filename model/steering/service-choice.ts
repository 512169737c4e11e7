import { compareStates, compareText } from '../chains/state-order.ts';
import type { ElementState, ServiceAddress } from '../state.ts';

/** An address at which an element serves in one of its roles. */
export interface Service {
  element: ElementState;
  role: string;
  address: ServiceAddress;
}

/** `learned`: not live, of an element that is being learned, so that it may well come; `dead`: not live otherwise. */
export type Standing = 'live' | 'learned' | 'dead';

/** Of services that one target means, the one that traffic comes to: at the same router before another's, the fittest before others. */
export class ServiceChoice {
  readonly #best = new Map<Standing, Service>();
  readonly #bestOfRouter = new Map<string, Service>();

  add(service: Service): void {
    const standing = standingOf(service);
    const { routerId } = service.element;
    keepBetter(this.#best, standing, service);
    keepBetter(this.#bestOfRouter, `${standing} ${routerId}`, service);
  }

  of(standing: Standing, routerId: string): Service | undefined {
    return this.#bestOfRouter.get(`${standing} ${routerId}`) ?? this.#best.get(standing);
  }
}

function standingOf({ element, address }: Service): Standing {
  if (address.live && element.state !== 'lost') return 'live';
  return element.state === 'learning' ? 'learned' : 'dead';
}

function keepBetter<Key>(kept: Map<Key, Service>, key: Key, service: Service): void {
  const before = kept.get(key);
  if (before === undefined || isBetter(service.element, before.element)) kept.set(key, service);
}

const isBetter = (one: ElementState, other: ElementState): boolean =>
  (compareStates(one.state, other.state) || compareText(one.id, other.id)) < 0;
