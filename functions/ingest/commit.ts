import { kinds } from '#model/keys.ts';
import type { PartitionKey } from '#model/partition.ts';
import type { CommitState } from '#model/state.ts';
import type { Store } from '#rib/store/store.ts';
import { type CommitContent, type CommitSeries, commitJournal, recoverJournal } from '../journal.ts';

const seriesOf = (key: PartitionKey): CommitSeries => ({ key: kinds.commit.key(key), name: key });

/** @throws CommitConflict | CommitTooLarge */
export const commit = (store: Store, state: CommitState, content: CommitContent): Promise<void> =>
  commitJournal(store, seriesOf(state.routerId), state, content);

/** Where ingest stands with a router, with all that its last commit promised carried out. */
export const recoverCommit = (store: Store, key: PartitionKey, now: number): Promise<CommitState | null> =>
  recoverJournal<CommitState>(store, seriesOf(key), now);
