import type { Store } from '../store/store.ts';
import { type LogCommit, readable, readLog, readRun, unreadable } from './log-commit.ts';

export interface LogReaderOptions {
  store: Store;
  /** Bound on what is kept between reads, as the sum of `Segment.heldOctets`. */
  keepOctets?: number;
  /** Called for each commit whose rows cannot all be read; the others still answer. */
  onUnreadable?: (position: string, error: Error) => void;
}

interface Kept {
  /** Where it begins. */
  after: string;
  commits: readonly LogCommit[];
  /** Up to this commit it is whole. */
  version: number;
}

const defaultKeepOctets = 64 * 1024 * 1024;

/** Reads logs and keeps them, as they only grow: the next read of a log costs no more than its news. */
export class LogReader {
  readonly #store: Store;
  readonly #keepOctets: number;
  readonly #onUnreadable: (position: string, error: Error) => void;
  /** Least recently read first. */
  readonly #kept = new Map<string, Kept>();

  constructor({ store, keepOctets = defaultKeepOctets, onUnreadable = () => {} }: LogReaderOptions) {
    this.#store = store;
    this.#keepOctets = keepOctets;
    this.#onUnreadable = onUnreadable;
  }

  /** The commits behind a position, up to and with the one of a version. */
  async read(routerId: string, family: string, after: string, version: number): Promise<readonly LogCommit[]> {
    const name = `${routerId}#${family}`;
    const kept = this.#usable(name, after);
    if (kept.version >= version) return kept.commits.filter((commit) => commit.version <= version);
    const news = readLog(this.#store, routerId, family, kept.commits.at(-1)?.position ?? after);
    const { commits } = await readRun(news, version, Number.POSITIVE_INFINITY);
    for (const commit of commits) {
      for (const error of unreadable(commit)) this.#onUnreadable(commit.position, error);
    }
    const whole = [...kept.commits, ...commits];
    this.#keep(name, { after, commits: whole, version });
    return whole;
  }

  #usable(name: string, after: string): Kept {
    const kept = this.#kept.get(name);
    if (kept === undefined || kept.after > after) return { after, commits: [], version: 0 };
    return { ...kept, commits: kept.commits.filter(({ position }) => position > after) };
  }

  #keep(name: string, log: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, log);
    let held = [...this.#kept.values()].reduce((sum, { commits }) => sum + octetsOf(commits), 0);
    for (const [oldest, { commits }] of this.#kept) {
      if (held <= this.#keepOctets) return;
      this.#kept.delete(oldest);
      held -= octetsOf(commits);
    }
  }
}

const octetsOf = (commits: readonly LogCommit[]): number =>
  commits.flatMap(readable).reduce((sum, { heldOctets }) => sum + heldOctets, 0);
