import type { CorrelatedFacts } from '#model/chains/correlation.ts';
import { kinds } from '#model/keys.ts';
import { partitionKeys } from '#model/partition.ts';
import type { ElementState, RouterState, SteeringState } from '#model/state.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { mapAtOnce } from '../at-once.ts';

const routersAtOnce = 16;

interface FactsOfRouter {
  /** It has gone silent. */
  isSilent: boolean;
  elements: readonly ElementState[];
  steering: readonly SteeringState[];
}

/** What each router tells, as it was last read. */
export class RouterFacts {
  readonly #store: Store;
  readonly #routers: Map<string, FactsOfRouter>;

  private constructor(store: Store, routers: Map<string, FactsOfRouter>) {
    this.#store = store;
    this.#routers = routers;
  }

  static async load(store: Store): Promise<RouterFacts> {
    const [routers, elements, steering] = await Promise.all([
      readAll(store, 'router'),
      readAll(store, 'element'),
      readAll(store, 'steering'),
    ]);
    const byId = new Map(routers.map((router) => [router.id, router]));
    const elementsOf = Map.groupBy(elements, ({ routerId }) => routerId);
    const steeringOf = Map.groupBy(steering, ({ routerId }) => routerId);
    const ids = new Set([...byId.keys(), ...elementsOf.keys(), ...steeringOf.keys()]);
    const facts = [...ids].map((id): [string, FactsOfRouter] => [
      id,
      factsOf(byId.get(id), elementsOf.get(id) ?? [], steeringOf.get(id) ?? []),
    ]);
    return new RouterFacts(store, new Map(facts));
  }

  /** Reads what these routers, and no others, tell now. */
  async refresh(routerIds: Iterable<string>): Promise<void> {
    await mapAtOnce(routerIds, routersAtOnce, async (id) => this.#routers.set(id, await readFacts(this.#store, id)));
  }

  all(): CorrelatedFacts {
    const routers = [...this.#routers];
    return {
      elements: routers.flatMap(([, { elements }]) => elements),
      steering: routers.flatMap(([, { steering }]) => steering),
      silentRouters: new Set(routers.filter(([, { isSilent }]) => isSilent).map(([id]) => id)),
    };
  }
}

async function readFacts(store: Store, routerId: string): Promise<FactsOfRouter> {
  const router = await readOne(store, 'router', kinds.router.key(routerId));
  const keys = partitionKeys(routerId, router?.partitions ?? 1);
  const [elements, steering] = await Promise.all([
    Promise.all(keys.map((key) => readAll(store, 'element', kinds.element.prefixOf(key)))),
    Promise.all(keys.map((key) => readAll(store, 'steering', kinds.steering.prefixOf(key)))),
  ]);
  return factsOf(router, elements.flat(), steering.flat());
}

const factsOf = (
  router: RouterState | undefined,
  elements: readonly ElementState[],
  steering: readonly SteeringState[],
): FactsOfRouter => ({ isSilent: router !== undefined && router.session.state !== 'up', elements, steering });
