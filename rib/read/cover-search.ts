import { familyNamed } from '#protocol/bgp/families/index.ts';
import { beginning } from '../base/damage.ts';
import { floorEntry } from '../base/manifest.ts';
import { octetsOf } from '../octets/octets-text.ts';
import { Groups } from '../rows/merge.ts';
import { type BaseRow, baseRows, overlaid } from '../rows/overlay.ts';
import { addressOctets, prefixKeyOf, type RouteKey } from '../rows/route-key.ts';
import { comparePositions, type LogRow, type Position } from '../rows/row.ts';
import { commonBits, type PrefixQuery, prefixFilters } from './prefix-match.ts';
import type { FoundRoute, RibView } from './view.ts';

/** Behind every row of a prefix, whatever its route distinguisher, path identifier and feed. */
const behindAll = '\uffff';

/**
 * Finds what a view has of the prefixes that cover the one asked for. All of these sort at or before it, and the longest
 * last: so the block in which it would stand nearly always has the longest. What covers it and stands before that block covers
 * the block's first prefix too: it is no longer than what these two have in common, and there is where to look next.
 */
export class CoverSearch {
  /** Covers that are longer have all been found; -1 once every one has. */
  remaining: number;
  readonly #view: RibView;
  readonly #query: PrefixQuery;
  readonly #width: number;
  readonly #log: readonly LogRow[];
  /** Where the search stands: everything from here on has been seen. */
  #seen: Position | null = null;

  constructor(view: RibView, query: PrefixQuery) {
    this.#view = view;
    this.#query = query;
    this.#width = addressOctets[familyNamed(view.family)?.ipVersion ?? 4];
    this.#log = [...view.logRows(prefixFilters.covering(query))];
    this.remaining = query.prefixLength;
  }

  /** What is served of the covers in the next block that may have any; none of them is shorter than `remaining` is then. */
  async next(): Promise<FoundRoute[]> {
    const { entries } = this.#view;
    const index = this.#nextEntry();
    const first = index > 0 ? (entries[index]?.first ?? null) : null;
    const base = index < 0 ? [] : await this.#covers(index);
    if (index < 0) this.#view.noteDamages(beginning, entries[0]?.first ?? null);
    const found = this.#served(base, first);
    this.#seen = first;
    this.remaining = first === null ? -1 : Math.min(this.remaining, this.#bitsInCommon(first.key));
    return found;
  }

  /** The block in which the longest of what remains would stand. */
  #nextEntry(): number {
    const { entries } = this.#view;
    const longest = { ...this.#query, prefixLength: this.remaining };
    const key = prefixKeyOf(this.#width)({ ...longest, routeDistinguisher: null, pathId: null, nlri: null });
    const index = floorEntry(entries, { key: maskedKey(key, this.remaining, this.#width) + behindAll, feed: '' });
    const bound = this.#seen === null ? entries.length : floorEntry(entries, this.#seen);
    return Math.min(index, bound - 1);
  }

  async #covers(index: number): Promise<Iterable<BaseRow>> {
    const entry = this.#view.entries[index];
    const block = await this.#view.block(index);
    if (!block || !entry) return [];
    return baseRows(block, entry, this.#view.repeatsOf(entry), prefixFilters.covering(this.#query));
  }

  #served(base: Iterable<BaseRow>, first: Position | null): FoundRoute[] {
    const log = this.#log.filter(
      (row) =>
        (first === null || comparePositions(first, row) <= 0) &&
        (this.#seen === null || comparePositions(row, this.#seen) < 0),
    );
    const rows = overlaid(base, new Groups(log), null, this.#view.marks);
    return [...rows].flatMap((row) => this.#view.served(row) ?? []);
  }

  #bitsInCommon(key: RouteKey): number {
    const octets = octetsOf(key.slice(0, this.#width));
    return commonBits(octets, this.#query.address, Math.min(key.charCodeAt(this.#width), this.#query.prefixLength));
  }
}

/** The key of what the first `bits` bits of its address are. */
function maskedKey(key: string, bits: number, width: number): string {
  const octets = octetsOf(key.slice(0, width));
  for (let index = 0; index < width; index += 1) {
    const kept = Math.max(0, Math.min(8, bits - index * 8));
    octets[index] = (octets[index] ?? 0) & (0xff << (8 - kept));
  }
  return String.fromCharCode(...octets, bits);
}
