import type { FeedMark } from '#model/feed-mark.ts';
import { logKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import { queryAll, type Store, type Stored } from '../store/store.ts';
import { openSeal, type Seal } from './log.ts';
import { type CommitRepeats, decodeRepeats, type Repeats } from './repeats.ts';
import { Segment } from './segment.ts';

/** A mark, and the version of the commit that made it. */
export type CommitMark = FeedMark & { version: number };

/** What a commit put into the log of a router and family. */
export interface LogCommit {
  /** Sort key of its seal. */
  position: string;
  applied: Token;
  version: number;
  /** Of its newest event, milliseconds since 1970. */
  receivedAt: number;
  marks: readonly CommitMark[];
  /** Rows, or why they cannot be read. */
  segments: readonly (Segment | DamageError | VersionError)[];
  /** Rows that repeat those of base blocks. */
  repeats: readonly CommitRepeats[];
  /** Of the rows' items in the table. */
  octets: number;
}

export const readable = ({ segments }: LogCommit): Segment[] =>
  segments.filter((segment): segment is Segment => segment instanceof Segment);

export const unreadable = ({ segments }: LogCommit): (DamageError | VersionError)[] =>
  segments.filter((segment): segment is DamageError | VersionError => segment instanceof Error);

/** The commits behind a position (the sort key of a seal, or '' for all), oldest first. */
export async function* readLog(
  store: Store,
  routerId: string,
  family: string,
  after: string,
): AsyncGenerator<LogCommit> {
  const items = new Map<string, unknown>();
  const partition = logKeys.partition(routerId, family);
  for await (const item of queryAll(store, partition, after === '' ? {} : { after })) {
    if (!logKeys.isSeal(item.key)) {
      items.set(item.key.sk, item.document.data);
      continue;
    }
    yield openCommit(item, items, family);
    // Rows begin behind what was applied before: none that lies here waits for a later seal.
    items.clear();
  }
}

function openCommit({ key, document }: Stored, data: ReadonlyMap<string, unknown>, family: string): LogCommit {
  const seal = unlessDamaged(() => openSeal(document.packed));
  const { items, repeats, marks } = seal instanceof Error ? unknownSeal : seal;
  const version = Number(document.version);
  const opened = repeats.map((item) => unlessDamaged(() => decodeRepeats(data.get(item))));
  const segments = items.map((item) => unlessDamaged(() => openSegment(data.get(item), family, version)));
  return {
    position: key.sk,
    applied: logKeys.tokenOf(key),
    version,
    receivedAt: Number(document.receivedAt),
    marks: marks.map((mark) => ({ ...mark, version })),
    segments: [...segments, ...[seal, ...opened].filter((one) => one instanceof Error)],
    repeats: opened.flatMap((one) => (one instanceof Error ? [] : repeatsOf(one, version))),
    octets: [...items, ...repeats].reduce((sum, item) => sum + lengthOf(data.get(item)), 0),
  };
}

const unknownSeal: Seal = { items: [], repeats: [], marks: [] };

function openSegment(data: unknown, family: string, version: number): Segment {
  const segment = new Segment(data, family);
  segment.version = version;
  return segment;
}

const repeatsOf = ({ blocks, repetitions }: Repeats, version: number): CommitRepeats[] =>
  blocks.map((block) => ({ ...block, repetitions, version }));

function unlessDamaged<Opened>(open: () => Opened): Opened | DamageError | VersionError {
  try {
    return open();
  } catch (error) {
    if (error instanceof DamageError || error instanceof VersionError) return error;
    throw error;
  }
}

const lengthOf = (data: unknown): number => (data instanceof Uint8Array ? data.length : 0);

/** As far as it had come by a time (milliseconds since 1970): a commit is never received before the one in front of it. */
export async function* until(log: AsyncIterable<LogCommit>, time: number): AsyncGenerator<LogCommit> {
  for await (const commit of log) {
    if (commit.receivedAt > time) return;
    yield commit;
  }
}

/** A stretch of the log. */
export interface LogRun {
  commits: readonly LogCommit[];
  /** True when there is more of it up to the commit that was asked for. */
  cut: boolean;
}

/** Up to and with the commit of a version, or as much of that as a bound in octets allows; one commit at the least. */
export async function readRun(log: AsyncIterable<LogCommit>, version: number, mostOctets: number): Promise<LogRun> {
  const commits: LogCommit[] = [];
  let octets = 0;
  for await (const commit of log) {
    if (commit.version > version) break;
    if (octets >= mostOctets) return { commits, cut: true };
    octets += commit.octets;
    commits.push(commit);
  }
  return { commits, cut: false };
}
