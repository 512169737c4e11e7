/** Numbers, given from 0 on in the order of their first use, by how recently they were used: what a neighbour uses has a small place. */
export class Recency {
  /** Octet-wise moves of an array of one type take a tenth of those of a list. */
  #numbers = new Uint32Array(64);
  #count = 0;

  /** Its place before this use, from 1; 0 at its first. */
  use(number: number): number {
    if (number === this.#count) {
      this.add();
      return 0;
    }
    const index = this.#numbers.indexOf(number);
    this.#toFront(index);
    return index + 1;
  }

  /** The next number. */
  add(): number {
    if (this.#count === this.#numbers.length) this.#grow();
    const number = this.#count++;
    this.#numbers.copyWithin(1, 0, number);
    this.#numbers[0] = number;
    return number;
  }

  /** The number at this place, which is used by that. */
  at(place: number): number | undefined {
    if (place > this.#count) return undefined;
    const number = this.#numbers[place - 1];
    this.#toFront(place - 1);
    return number;
  }

  #toFront(index: number): void {
    const number = this.#numbers[index];
    if (index === 0 || number === undefined) return;
    this.#numbers.copyWithin(1, 0, index);
    this.#numbers[0] = number;
  }

  #grow(): void {
    const larger = new Uint32Array(this.#numbers.length * 2);
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
