import type { Range } from './store.ts';
import { compareUtf8 } from './utf8-order.ts';

/** Values under sort keys, and the keys in order: a range of them is two binary searches. */
export class SortedPartition<Value> {
  readonly #values = new Map<string, Value>();
  readonly #sortKeys: string[] = [];

  get(sortKey: string): Value | undefined {
    return this.#values.get(sortKey);
  }

  set(sortKey: string, value: Value): void {
    if (!this.#values.has(sortKey)) this.#sortKeys.splice(this.#firstAtOrAfter(sortKey), 0, sortKey);
    this.#values.set(sortKey, value);
  }

  delete(sortKey: string): void {
    if (this.#values.delete(sortKey)) this.#sortKeys.splice(this.#firstAtOrAfter(sortKey), 1);
  }

  /** All of a range in its direction; its `limit` is left to the caller. */
  *entries(range: Range): Generator<[string, Value]> {
    const [start, end] = this.#bounds(range);
    for (let step = 0; step < end - start; step += 1) {
      const sortKey = this.#sortKeys[range.descending ? end - 1 - step : start + step];
      const value = sortKey === undefined ? undefined : this.#values.get(sortKey);
      if (sortKey !== undefined && value !== undefined) yield [sortKey, value];
    }
  }

  #bounds({ prefix = '', after, descending }: Range): [number, number] {
    const start = this.#firstAtOrAfter(prefix);
    const end = this.#first((sortKey) => compareUtf8(sortKey, prefix) > 0 && !sortKey.startsWith(prefix));
    if (after === undefined) return [start, end];
    if (descending) return [start, Math.min(end, this.#firstAtOrAfter(after))];
    return [
      Math.max(
        start,
        this.#first((sortKey) => compareUtf8(sortKey, after) > 0),
      ),
      end,
    ];
  }

  #firstAtOrAfter(sortKey: string): number {
    return this.#first((candidate) => compareUtf8(candidate, sortKey) >= 0);
  }

  /** Index of the first sort key from which on the condition holds. */
  #first(holds: (sortKey: string) => boolean): number {
    let low = 0;
    let high = this.#sortKeys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#sortKeys[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
