/** Values by how recently they were used: what a neighbour uses has a small number. */
export class Recency<Value> {
  readonly #values: Value[] = [];

  /** Its place before this use, from 1; 0 at its first. */
  use(value: Value): number {
    const index = this.#values.indexOf(value);
    if (index === -1) this.add(value);
    else this.#toFront(index);
    return index + 1;
  }

  add(value: Value): Value {
    this.#values.unshift(value);
    return value;
  }

  /** The value at this place, which is used by that. */
  at(place: number): Value | undefined {
    const value = this.#values[place - 1];
    if (value !== undefined) this.#toFront(place - 1);
    return value;
  }

  #toFront(index: number): void {
    if (index === 0) return;
    const value = this.#values[index] as Value;
    this.#values.copyWithin(1, 0, index);
    this.#values[0] = value;
  }
}
