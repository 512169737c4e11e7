/** Gives every distinct value a number, from 0 in the order in which they come. */
export class Numbering<Value> {
  readonly #numbers: Map<Value, number>;

  constructor(values: Iterable<Value> = []) {
    this.#numbers = new Map([...values].map((value, index) => [value, index]));
  }

  get values(): Value[] {
    return [...this.#numbers.keys()];
  }

  of(value: Value): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(value, number);
    return number;
  }
}
