import { familyNamed } from '#protocol/bgp/families/index.ts';
import { floorEntry } from '../base/manifest.ts';
import { Groups } from '../rows/merge.ts';
import { type BaseRow, baseRows, overlaid } from '../rows/overlay.ts';
import { addressOctets, maskedPrefixKey, prefixKeyOf, sharedPrefixLength } from '../rows/prefix-key.ts';
import { comparePositions, type LogRow, type Position } from '../rows/row.ts';
import { type PrefixQuery, prefixFilters } from './prefix-match.ts';
import type { FoundRoute, RibView } from './view.ts';

/**
 * Finds what a view has of the prefixes that cover the one asked for, the longest first. All of these sort at or before it, and
 * the longest last: so the block in which it would stand nearly always has the longest. What covers it and stands before that
 * block covers the block's first prefix too, and of these the block's entry has the lengths: where to look next, or that there
 * is nothing left.
 */
export class CoverSearch {
  /** Covers that are longer have all been found; -1 once every one has. */
  remaining: number;
  readonly #view: RibView;
  readonly #query: PrefixQuery;
  /** Address and length of the prefix asked for. */
  readonly #key: string;
  readonly #width: number;
  readonly #log: readonly LogRow[];
  /** Of the entry that was searched last: those behind it have been as well. */
  #index: number;
  /** Where the search stands: everything from here on has been seen. Null: at the end. */
  #seen: Position | null = null;

  constructor(view: RibView, query: PrefixQuery) {
    this.#view = view;
    this.#query = query;
    this.#width = addressOctets[familyNamed(view.family)?.ipVersion ?? 4];
    this.#key = prefixKeyOf(this.#width)({ ...query, routeDistinguisher: null, pathId: null, nlri: null });
    this.#log = [...view.logRows(prefixFilters.covering(query))];
    this.#index = view.entries.length;
    this.remaining = query.prefixLength;
  }

  /** What is served of the covers in the next block that may have any; none of them is shorter than `remaining` is then. */
  async next(): Promise<FoundRoute[]> {
    const longest = this.remaining;
    this.#index = Math.min(floorEntry(this.#view.entries, this.#behind(longest)), this.#index - 1);
    const base = await this.#covers(longest);
    this.remaining = this.#longestBefore();
    this.#noteDamages(longest);
    const from = this.#from();
    const found = this.#served(base, from);
    this.#seen = from;
    return found;
  }

  async #covers(longest: number): Promise<Iterable<BaseRow>> {
    const entry = this.#view.entries[this.#index];
    const isDefault = longest === 0 && this.#index === 0;
    const block = (isDefault && this.#view.defaultRows()) || (entry && (await this.#view.block(this.#index)));
    return entry && block
      ? baseRows(block, entry, this.#view.repeatsOf(entry), prefixFilters.covering(this.#query))
      : [];
  }

  /** Length of the longest cover that stands before the block; -1 without one. */
  #longestBefore(): number {
    const entry = this.#view.entries[this.#index];
    if (entry === undefined) return -1;
    const shared = sharedPrefixLength(entry.first.key, this.#key, this.#width);
    return entry.covers.findLast((length) => length <= shared) ?? -1;
  }

  /** From where on all has been seen now; null for the beginning. Between what remains and the block only the log may have covers. */
  #from(): Position | null {
    const first = this.#view.entries[this.#index]?.first;
    if (first === undefined || this.remaining < 0) return null;
    const behind = this.#behind(this.remaining);
    return comparePositions(first, behind) < 0 ? first : behind;
  }

  #served(base: Iterable<BaseRow>, from: Position | null): FoundRoute[] {
    const log = this.#log.filter(
      (row) =>
        (from === null || comparePositions(from, row) <= 0) &&
        (this.#seen === null || comparePositions(row, this.#seen) < 0),
    );
    const rows = overlaid(base, new Groups(log), null, this.#view.marks);
    return [...rows].flatMap((row) => this.#view.served(row) ?? []);
  }

  /** What the base is known to lack may be covers, down to those that remain: none of them is looked for in a block. */
  #noteDamages(longest: number): void {
    if (this.#view.isWhole) return;
    for (let length = longest; length >= Math.max(0, this.remaining); length -= 1) {
      this.#view.noteDamages({ key: this.#prefix(length), feed: '' }, this.#behind(length));
    }
  }

  /** Behind all rows of the cover of that length, whatever its route distinguisher, path identifier and feed. */
  #behind(length: number): Position {
    return { key: `${this.#prefix(length)}\uffff`, feed: '' };
  }

  #prefix(length: number): string {
    return maskedPrefixKey(this.#key, length, this.#width);
  }
}
