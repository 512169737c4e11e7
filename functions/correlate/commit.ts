import type { NumberedChange } from '#model/chains/correlated.ts';
import { acrossRouters } from '#model/events.ts';
import { correlationKey } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';
import { type CommitHeader, type CommitSeries, CommitTooLarge, commitJournal, recoverJournal } from '../journal.ts';
import { writeOf } from './documents.ts';

/** How far correlation has come. */
export interface CorrelationCommit extends CommitHeader {
  /** Time of the last derivation that changed something, milliseconds since 1970. */
  at: number;
  /** By which version of the rules. */
  rulesVersion: number;
}

const series: CommitSeries = { key: correlationKey, name: acrossRouters };

/** The last commit, with all that it promised carried out. */
export const recoverCorrelation = (store: Store, now: number): Promise<CorrelationCommit | null> =>
  recoverJournal<CorrelationCommit>(store, series, now);

/** Null where nothing has been committed yet. */
export async function readVersion(store: Store): Promise<number | null> {
  const document = await store.get(correlationKey);
  return typeof document?.version === 'number' ? document.version : null;
}

/** Commits as many of the changes as fit an item, from the first on, and answers how many. @throws CommitConflict */
export async function commitSome(
  store: Store,
  commit: CorrelationCommit,
  changes: readonly NumberedChange[],
): Promise<number> {
  for (let count = Math.min(changes.length, enoughChanges); ; count = Math.ceil(count / 4)) {
    const some = changes.slice(0, count);
    const content = { writes: some.map(writeOf), head: null, events: some.flatMap(({ events }) => events) };
    try {
      await commitJournal(store, series, commit, content);
      return count;
    } catch (error) {
      if (!(error instanceof CommitTooLarge) || count === 1) throw error;
    }
  }
}

/** Mostly they fit, where there are no more. */
const enoughChanges = 500;
