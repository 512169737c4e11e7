import type { Correlated } from '#model/chains/correlated.ts';
import type { Store } from '#rib/store/store.ts';
import { eventTail } from '../event-tail.ts';
import { type CorrelationCommit, recoverCorrelation } from './commit.ts';
import { loadCorrelated } from './documents.ts';
import { RouterFacts } from './router-facts.ts';

/** What a process knows, and from when. */
export interface Standing {
  facts: RouterFacts;
  correlated: Correlated;
  commit: CorrelationCommit | null;
  /** The facts are not older than this item of the event feed. */
  cursor: number;
  /** By which version of the rules; null where nothing has been derived yet. */
  derivedBy: number | null;
  /** Milliseconds since 1970. */
  loadedAt: number;
  lookedAt: number;
}

export async function loadStanding(store: Store, now: number): Promise<Standing> {
  // What comes into the feed meanwhile is read again.
  const cursor = await eventTail(store);
  const commit = await recoverCorrelation(store, now);
  const [correlated, facts] = await Promise.all([loadCorrelated(store), RouterFacts.load(store)]);
  return { facts, correlated, commit, cursor, derivedBy: null, loadedAt: now, lookedAt: now };
}
