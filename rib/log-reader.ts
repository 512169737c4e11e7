import { type Token, zeroToken } from '#model/token.ts';
import { queryLog } from './log.ts';
import { type LogPart, openPart, segmentOf } from './log-part.ts';
import type { Store, Stored } from './store.ts';

export interface LogReaderOptions {
  store: Store;
  /** Bound on what is kept between reads, as the sum of `Segment.heldOctets`. */
  keepOctets?: number;
  /** Called for each item that cannot be read; the others still answer. */
  onUnreadable?: (key: Stored['key'], error: Error) => void;
}

interface Kept {
  /** All parts beyond the one token are there, up to the other. */
  covered: Token;
  applied: Token;
  parts: readonly LogPart[];
}

const defaultKeepOctets = 64 * 1024 * 1024;

/** Reads logs and keeps what cannot change any more, so that the next read of a log costs only its news. */
export class LogReader {
  readonly #store: Store;
  readonly #keepOctets: number;
  readonly #onUnreadable: (key: Stored['key'], error: Error) => void;
  /** Least recently read first. */
  readonly #kept = new Map<string, Kept>();

  constructor({ store, keepOctets = defaultKeepOctets, onUnreadable = () => {} }: LogReaderOptions) {
    this.#store = store;
    this.#keepOctets = keepOctets;
    this.#onUnreadable = onUnreadable;
  }

  /**
   * The log behind what a base covers. `applied` is where ingest stood when it was read: every row up to there is in an item
   * that begins at or below it, so those are read once. What may still come among them is a late copy of rows that are there.
   */
  async read(routerId: string, family: string, covered: Token, applied: Token): Promise<readonly LogPart[]> {
    const name = `${routerId}#${family}`;
    const kept = this.#usable(name, covered);
    if (kept.applied === applied) return kept.parts;
    const after = kept.parts.at(-1)?.position ?? covered;
    const news: LogPart[] = [];
    for await (const item of queryLog(this.#store, routerId, family, after)) news.push(this.#opened(item, family));
    this.#keep(name, { covered, applied, parts: [...kept.parts, ...news.filter(({ first }) => first <= applied)] });
    return [...kept.parts, ...news];
  }

  #usable(name: string, covered: Token): Kept {
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.covered > covered) return { covered, applied: zeroToken, parts: [] };
    return { ...kept, parts: kept.parts.filter(({ last }) => last >= covered) };
  }

  #opened(item: Stored, family: string): LogPart {
    const part = openPart(item, family);
    if (part.segment instanceof Error) this.#onUnreadable(item.key, part.segment);
    return part;
  }

  #keep(name: string, log: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, log);
    let held = [...this.#kept.values()].reduce((sum, { parts }) => sum + octetsOf(parts), 0);
    for (const [oldest, { parts }] of this.#kept) {
      if (held <= this.#keepOctets) return;
      this.#kept.delete(oldest);
      held -= octetsOf(parts);
    }
  }
}

const octetsOf = (parts: readonly LogPart[]): number =>
  parts.flatMap(segmentOf).reduce((sum, { heldOctets }) => sum + heldOctets, 0);
