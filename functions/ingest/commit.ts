import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { PlatformEvent } from '#model/events.ts';
import { kinds } from '#model/keys.ts';
import type { CommitState } from '#model/state.ts';
import type { Store, Write } from '#rib/store.ts';
import { eventTail } from '../event-tail.ts';
import { appendEvents } from './event-log.ts';

/**
 * Many items change together, and a Lambda may die between any two writes. So a commit is one conditional put of an item
 * that holds all its changes (a redo journal); the changes are then carried out, and whoever loads the router's state
 * carries out the last journal again first. Doing so twice does no harm.
 */
interface Journal {
  writes: Write[];
  events: PlatformEvent[];
  /** End of the event log when the commit was made: it is not before this number. */
  eventsAfter: number;
}

/** Another process committed for the router since its state was loaded. */
export class CommitConflict extends Error {
  override name = 'CommitConflict';
}

/** The commit would not fit an item of the table: it has to be cut smaller. */
export class CommitTooLarge extends Error {
  override name = 'CommitTooLarge';
}

const largestJournal = 32 * 1024 * 1024;
/** An item holds 400 KB. */
const largestPackedJournal = 380_000;

export async function commit(
  store: Store,
  before: CommitState | null,
  next: Omit<CommitState, 'version'>,
  writes: Write[],
  events: PlatformEvent[],
): Promise<CommitState> {
  const state: CommitState = { ...next, version: (before?.version ?? 0) + 1 };
  const eventsAfter = events.length > 0 ? await eventTail(store) : 0;
  const journal: Journal = { writes, events, eventsAfter };
  const packed = writes.length + events.length > 0 ? pack(journal) : null;
  if (packed && packed.length > largestPackedJournal) {
    throw new CommitTooLarge(`router ${next.routerId}: a journal of ${packed.length} octets`);
  }
  const stored = { key: kinds.commit.key(next.routerId), document: { ...state, ...(packed && { journal: packed }) } };
  if (!(await store.putIfVersion(stored, before?.version ?? null))) {
    throw new CommitConflict(`router ${next.routerId}: version ${before?.version ?? 'none'} is no longer current`);
  }
  await carryOut(store, state, journal);
  return state;
}

/** Where ingest stands with a router, with all that its last commit promised carried out. */
export async function recoverCommit(store: Store, routerId: string): Promise<CommitState | null> {
  const document = await store.get(kinds.commit.key(routerId));
  if (document === undefined) return null;
  const { journal, ...state } = document as unknown as CommitState & { journal?: unknown };
  if (journal instanceof Uint8Array) await carryOut(store, state, unpack(journal));
  return state;
}

async function carryOut(store: Store, { routerId, version }: CommitState, journal: Journal): Promise<void> {
  await store.write(journal.writes);
  if (journal.events.length > 0) {
    await appendEvents(store, `${routerId}@${version}`, journal.events, journal.eventsAfter);
  }
}

const pack = (journal: Journal): Uint8Array => zstdCompressSync(Buffer.from(JSON.stringify(journal)));

const unpack = (data: Uint8Array): Journal =>
  JSON.parse(zstdDecompressSync(data, { maxOutputLength: largestJournal }).toString()) as Journal;
