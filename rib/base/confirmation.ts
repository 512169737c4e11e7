import type { Token } from '#model/token.ts';
import { saysTheSame } from '../rows/announced.ts';
import { comparePositions, type StandingRow } from '../rows/row.ts';
import type { BlockEntry } from './manifest.ts';

/** Whether rows that come in order are those of a block, but for newer tokens: a dump that brought nothing new. */
export class Confirmation {
  readonly #entry: BlockEntry;
  readonly #base: Iterator<StandingRow>;
  /** By the class that it was: the token that its rows have now. */
  readonly #tokens = new Map<string, Token>();

  constructor(entry: BlockEntry, base: Iterator<StandingRow>) {
    this.#entry = entry;
    this.#base = base;
  }

  /** False when the row is not the block's next, or its class has been confirmed in part only: then this is at its end. */
  confirms(row: StandingRow): boolean {
    const { value, done } = this.#base.next();
    if (done || !isSameRow(value, row)) return false;
    const name = className(value);
    const known = this.#tokens.get(name);
    if (known === undefined) this.#tokens.set(name, row.token);
    return known === undefined || known === row.token;
  }

  /** The block's entry with the tokens of now; null when rows of it have not come. */
  entry(): BlockEntry | null {
    if (!this.#base.next().done) return null;
    const classes = this.#entry.classes.map((known) => {
      return { ...known, token: this.#tokens.get(className(known)) ?? known.token };
    });
    return { ...this.#entry, classes };
  }
}

const className = ({ feed, token }: Pick<StandingRow, 'feed' | 'token'>): string => `${token} ${feed}`;

const isSameRow = (a: StandingRow, b: StandingRow): boolean =>
  comparePositions(a, b) === 0 && a.firstSeen === b.firstSeen && a.lastChanged === b.lastChanged && saysTheSame(a, b);
