import { familyNamed } from '#protocol/bgp/families/index.ts';
import { addressOctets, maskedPrefixKey, sharedPrefixLength } from '../rows/prefix-key.ts';
import type { BlockEntry } from './manifest.ts';

/**
 * Lengths of the prefixes that cover where a merge stands, shortest first. What covers a prefix sorts before it, and all that
 * sorts between the two is covered as well: so the covers of a row are those of the row before it, and this itself, as far as
 * they are no longer than what the two have in common.
 */
export class Covers {
  /** Of addresses, octets; null in families whose routes have no prefixes. */
  readonly #width: number | null;
  readonly #lengths: number[] = [];
  #key = '';

  constructor(family: string) {
    const ipVersion = familyNamed(family)?.ipVersion ?? null;
    this.#width = ipVersion === null ? null : addressOctets[ipVersion];
  }

  /** Goes on to a row, or a place where one may be: the lengths of what covers it and stands before it. */
  arrive(key: string): readonly number[] {
    if (this.#width === null) return this.#lengths;
    this.#leave(key, this.#width);
    return [...this.#lengths];
  }

  /** Goes on to a row, which may cover others. */
  pass(key: string): void {
    if (this.#width === null) return;
    this.#leave(key, this.#width);
    this.#open(key.charCodeAt(this.#width));
  }

  /** Goes past the rows of a block that stays, which need not be read: `next` told of them when it was written. */
  skip(block: BlockEntry, next: BlockEntry | undefined): void {
    if (this.#width === null || next === undefined) return;
    this.#leave(next.first.key, this.#width);
    for (const length of next.covers) {
      if (maskedPrefixKey(next.first.key, length, this.#width) >= block.first.key.slice(0, this.#width + 1))
        this.#open(length);
    }
  }

  #leave(key: string, width: number): void {
    const shared = sharedPrefixLength(this.#key, key, width);
    while ((this.#lengths.at(-1) ?? -1) > shared) this.#lengths.pop();
    this.#key = key;
  }

  #open(length: number): void {
    if ((this.#lengths.at(-1) ?? -1) < length) this.#lengths.push(length);
  }
}
