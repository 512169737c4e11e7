/** How often the drill has done what to whom, by name: what the station's counters have to explain. */
export class Injected {
  readonly #counts = new Map<string, number>();

  add(name: string, count = 1): void {
    this.#counts.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get text(): string {
    return Array.from(this.#counts, ([name, count]) => `${count} ${name}`).join(', ');
  }
}
