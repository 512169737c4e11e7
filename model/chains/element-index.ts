import type { ElementState } from '../state.ts';

/** Elements by what hops name them by. */
export class ElementIndex {
  readonly all: readonly ElementState[];
  readonly #byId: ReadonlyMap<string, ElementState>;
  readonly #byPrefix = new Map<string, ElementState[]>();

  constructor(elements: Iterable<ElementState>) {
    this.all = [...elements];
    this.#byId = new Map(this.all.map((element) => [element.id, element]));
    for (const element of this.all) {
      const prefixes = new Set(Object.values(element.services).flatMap((all) => all.map(({ prefix }) => prefix)));
      for (const prefix of prefixes) {
        const known = this.#byPrefix.get(prefix);
        if (known) known.push(element);
        else this.#byPrefix.set(prefix, [element]);
      }
    }
  }

  withId(id: string): ElementState | undefined {
    return this.#byId.get(id);
  }

  /** Those that serve at this prefix, in its canonical form, in any role, live or not. */
  withServicePrefix(prefix: string): readonly ElementState[] {
    return this.#byPrefix.get(prefix) ?? [];
  }
}
