import type { Token } from '#model/token.ts';
import { queryLog, segmentOf } from './log.ts';
import { type Segment, SegmentError } from './segment.ts';
import type { Store, Stored } from './store.ts';

export interface LogReaderOptions {
  store: Store;
  /** Bound on what is kept between reads, as the sum of `Segment.heldOctets`. */
  keepOctets?: number;
  /** Called for each item that cannot be read; the others still answer. */
  onUnreadable?: (key: Stored['key'], error: SegmentError) => void;
}

/** The whole log of a router and family. */
export interface Log {
  segments: readonly Segment[];
  /** How many items could not be read: the answer may lack their routes. */
  unreadable: number;
}

interface Kept extends Log {
  /** Sort key of the last item; undefined before the first. */
  position: string | undefined;
}

const nothing: Kept = { segments: [], unreadable: 0, position: undefined };
const defaultKeepOctets = 128 * 1024 * 1024;

/** Reads logs and keeps what cannot change any more, so that the next read of a log costs only its news. */
export class LogReader {
  readonly #store: Store;
  readonly #keepOctets: number;
  readonly #onUnreadable: (key: Stored['key'], error: SegmentError) => void;
  /** Least recently read first. */
  readonly #kept = new Map<string, Kept>();

  constructor({ store, keepOctets = defaultKeepOctets, onUnreadable = () => {} }: LogReaderOptions) {
    this.#store = store;
    this.#keepOctets = keepOctets;
    this.#onUnreadable = onUnreadable;
  }

  /**
   * `applied` is where ingest stood when it was read. Every row up to there is in an item that begins at or below it, so
   * those are read once. What may still come among them is a late copy of rows that are there already.
   */
  async read(routerId: string, family: string, applied: Token): Promise<Log> {
    const name = `${routerId}#${family}`;
    const kept = this.#kept.get(name) ?? nothing;
    const news: News[] = [];
    for await (const item of queryLog(this.#store, routerId, family, kept.position)) news.push(this.#opened(item));
    const final = news.filter(({ position }) => position <= applied);
    this.#keep(name, extended(kept, final));
    return extended(kept, news);
  }

  #opened(item: Stored): News {
    try {
      return { position: item.key.sk, segment: segmentOf(item) };
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      this.#onUnreadable(item.key, error);
      return { position: item.key.sk, segment: null };
    }
  }

  #keep(name: string, log: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, log);
    let held = [...this.#kept.values()].reduce((sum, { segments }) => sum + octetsOf(segments), 0);
    for (const [oldest, { segments }] of this.#kept) {
      if (held <= this.#keepOctets) return;
      this.#kept.delete(oldest);
      held -= octetsOf(segments);
    }
  }
}

interface News {
  position: string;
  /** Null where it could not be read. */
  segment: Segment | null;
}

function extended(kept: Kept, news: readonly News[]): Kept {
  const segments = news.flatMap(({ segment }) => segment ?? []);
  return {
    segments: kept.segments.concat(segments),
    unreadable: kept.unreadable + news.length - segments.length,
    position: news.at(-1)?.position ?? kept.position,
  };
}

const octetsOf = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { heldOctets }) => sum + heldOctets, 0);
