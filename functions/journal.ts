import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { PlatformEvent } from '#model/events.ts';
import { type Key, kindOf, logKind } from '#model/keys.ts';
import { isCompressed } from '#model/record-codec.ts';
import { goneDocument } from '#rib/store/documents.ts';
import type { Store, Versioned, Write } from '#rib/store/store.ts';
import { appendEvents, eventRetentionSeconds } from './event-log.ts';
import { eventTail } from './event-tail.ts';

/**
 * Many items change together, and a Lambda may die between any two writes. So a commit is one conditional put of an item
 * that holds all its changes (a redo journal); the changes are then carried out, and whoever loads the state carries out the
 * last journal again first. Doing so twice does no harm.
 */
interface Journal {
  writes: Write[];
  /** Written after the others: who reads it sees no commit by halves. */
  head: Versioned | null;
  events: PlatformEvent[];
  /** End of the event log when the commit was made: it is not before this number. */
  eventsAfter: number;
}

/** What a commit changes. */
export type CommitContent = Omit<Journal, 'eventsAfter'>;

/** What is known of a commit but for what it changes. */
export interface CommitHeader {
  version: number;
  /** Milliseconds since 1970. */
  committedAt: number;
}

/** A series of commits: the item that holds the last of them, and a name that no other series has. */
export interface CommitSeries {
  key: Key;
  name: string;
}

/** Another process has committed since the state was loaded. */
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

/** Commits what leads to `state`, whose version is one above that of the commit before. @throws CommitConflict | CommitTooLarge */
export async function commitJournal(
  store: Store,
  series: CommitSeries,
  state: CommitHeader,
  { writes, head, events }: CommitContent,
): Promise<void> {
  const eventsAfter = events.length > 0 ? await eventTail(store) : 0;
  const journal: Journal = { writes, head, events, eventsAfter };
  const packed = pack(journal);
  if (packed.length > largestPackedJournal) {
    throw new CommitTooLarge(`${series.name}: a journal of ${packed.length} octets`);
  }
  const stored = { key: series.key, document: { ...state, journal: packed } };
  const before = state.version === 1 ? null : state.version - 1;
  if (!(await store.putIfVersion(stored, before))) {
    throw new CommitConflict(`${series.name}: version ${before ?? 'none'} is no longer current`);
  }
  await carryOut(store, series, state, journal);
}

/** The last commit's state, with all that it promised carried out. `now`: milliseconds since 1970. */
export async function recoverJournal<State extends CommitHeader>(
  store: Store,
  series: CommitSeries,
  now: number,
): Promise<State | null> {
  const document = await store.get(series.key);
  if (document === undefined) return null;
  const { journal, ...rest } = document;
  const state = rest as unknown as State;
  if (journal instanceof Uint8Array) await carryOut(store, series, state, outstanding(unpack(journal), state, now));
  return state;
}

/**
 * What of a journal may still have to be done. An old one must not bring back what has expired since, and least of all in the event
 * feed, whose numbers are given once.
 */
function outstanding(journal: Journal, { committedAt }: CommitHeader, now: number): Journal {
  const age = now - committedAt;
  const writes = age < goneSeconds * 1000 ? journal.writes : journal.writes.map((write) => unlessExpired(write, now));
  return { ...journal, writes, events: age < (eventRetentionSeconds * 1000) / 2 ? journal.events : [] };
}

/** What a log is sealed with is put back all the same: rows may outlive their time, and without it nothing can be read past them. */
function unlessExpired(write: Write, now: number): Write {
  if (!('put' in write) || write.ttl === undefined || kindOf(write.put.key.pk) === logKind) return write;
  return write.ttl * 1000 < now ? { delete: write.put.key } : write;
}

async function carryOut(store: Store, { name }: CommitSeries, state: CommitHeader, journal: Journal): Promise<void> {
  for (let start = 0; start < journal.writes.length; start += writesAtOnce) {
    const some = journal.writes.slice(start, start + writesAtOnce);
    await Promise.all(some.map((write) => writeUnlessOvertaken(store, write, state)));
  }
  if (journal.head) await store.putIfNewer(journal.head);
  if (journal.events.length > 0) {
    await appendEvents(store, `${name}@${state.version}`, journal.events, journal.eventsAfter);
  }
}

/**
 * A process that comes late with a journal must not undo a later commit: so every item says of which commit it is, and one that is
 * deleted stays for a while to say so.
 */
async function writeUnlessOvertaken(store: Store, write: Write, { version, committedAt }: CommitHeader): Promise<void> {
  if ('put' in write) {
    const { key, document } = write.put;
    await store.putIfNewer({ key, document: { ...document, version } }, write.ttl);
  } else {
    const ttl = Math.ceil(committedAt / 1000) + goneSeconds;
    await store.putIfNewer({ key: write.delete, document: goneDocument(version) }, ttl);
  }
}

const writesAtOnce = 25;
/** Much longer than a process lives. */
const goneSeconds = 24 * 3600;

function pack(journal: Journal): Uint8Array {
  const octets = Buffer.from(JSON.stringify(journal));
  return octets.length < worthPacking ? octets : zstdCompressSync(octets);
}

/** Below this nothing is saved: the table bills by the kilobyte. */
const worthPacking = 768;

function unpack(data: Uint8Array): Journal {
  const octets = isCompressed(data) ? zstdDecompressSync(data, { maxOutputLength: largestJournal }) : data;
  return JSON.parse(Buffer.from(octets).toString()) as Journal;
}
