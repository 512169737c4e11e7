import type { Comparison, Difference } from './compare.ts';
import type { KnownDifference } from './differences.ts';
import type { Reencoded } from './reencode.ts';

/** What a run has found so far, of one capture or of all. */
export class Tally {
  messages = 0;
  fields = 0;
  known = 0;
  /** Messages that tshark cannot be asked about. */
  leftOut = 0;
  readonly unknown: Difference[] = [];
  readonly uses = new Map<KnownDifference, number>();
  readonly reencoded = new Map<string, number>();
  readonly #list: readonly KnownDifference[];

  constructor(list: readonly KnownDifference[]) {
    this.#list = list;
  }

  addComparison({ fields, differences }: Comparison): void {
    this.messages++;
    this.fields += fields;
    for (const difference of differences) this.#addDifference(difference);
  }

  addReencoded(reencoded: Reencoded): void {
    count(this.reencoded, reencoded.kind);
    if ('reasons' in reencoded) for (const reason of reencoded.reasons) count(this.reencoded, `  ${reason}`);
  }

  addTally(other: Tally): void {
    this.messages += other.messages;
    this.fields += other.fields;
    this.known += other.known;
    this.leftOut += other.leftOut;
    this.unknown.push(...other.unknown);
    for (const [entry, uses] of other.uses) count(this.uses, entry, uses);
    for (const [kind, uses] of other.reencoded) count(this.reencoded, kind, uses);
  }

  /** Entries of the list that nothing fell under. */
  stale(): KnownDifference[] {
    return this.#list.filter((entry) => !this.uses.has(entry));
  }

  /** The first entry counts. */
  #addDifference(difference: Difference): void {
    const entry = this.#list.find(
      ({ decoder, field, when }) =>
        decoder === difference.decoder && field.test(difference.field) && (when === undefined || when(difference)),
    );
    if (entry === undefined) {
      this.unknown.push(difference);
      return;
    }
    this.known++;
    count(this.uses, entry);
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
