import { wholeElements } from '#model/chains/correlation.ts';
import { routersOf } from '#model/chains/element-facts.ts';
import type { ElementState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';

/** Elements as they are shown: those that one router sees whole, and those of which several see parts. */
export class KnownElements {
  readonly whole: readonly ElementState[];
  readonly #parts: ReadonlyMap<string, ElementState[]>;
  readonly #partIds: ReadonlyMap<string, string>;

  constructor(elements: readonly ElementState[], spans: readonly ElementState[]) {
    this.whole = wholeElements(distinct(elements), spans);
    const parts = elements.filter(({ span }) => span !== null);
    this.#parts = Map.groupBy(parts, ({ span }) => span ?? '');
    this.#partIds = new Map(parts.map(({ id, span }) => [id, span ?? '']));
  }

  /** None of an element that one router sees whole. */
  partsOf(id: string): readonly ElementState[] {
    return this.#parts.get(id) ?? [];
  }

  /** The element that this one is a part of. */
  spanOf(id: string): string | undefined {
    return this.#partIds.get(id);
  }

  /** At which it has sessions, or had. */
  routersOf(element: ElementState): string[] {
    const ofParts = this.partsOf(element.id).map(({ routerId }) => routerId);
    return [...new Set([...routersOf(element), ...ofParts])].sort();
  }
}

export async function readElements(store: Store): Promise<KnownElements> {
  const [elements, spans] = await Promise.all([readAll(store, 'element'), readAll(store, 'span')]);
  return new KnownElements(elements, spans);
}

/** What has moved from one partition of its router to another is lost where it was. */
function distinct(elements: readonly ElementState[]): ElementState[] {
  const best = new Map<string, ElementState>();
  for (const element of elements) {
    const other = best.get(element.id);
    if (other === undefined || isBetter(element, other)) best.set(element.id, element);
  }
  return [...best.values()];
}

const isBetter = (one: ElementState, other: ElementState): boolean =>
  (one.state === 'lost') === (other.state === 'lost') ? one.lastChanged > other.lastChanged : other.state === 'lost';
