import type { FeedMark } from '#model/feed-mark.ts';
import { logKeys } from '#model/keys.ts';
import type { Token } from '#model/token.ts';
import type { Seal } from './log.ts';
import { DamageError, VersionError } from './octets.ts';
import { unpackJson } from './packed-json.ts';
import { Segment } from './segment.ts';
import { queryAll, type Store, type Stored } from './store.ts';

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
  /** Of the rows' items in the table. */
  octets: number;
}

interface Rows {
  segment: LogCommit['segments'][number];
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
  const rows = new Map<string, Rows>();
  const partition = logKeys.partition(routerId, family);
  for await (const item of queryAll(store, partition, after === '' ? {} : { after })) {
    if (!logKeys.isSeal(item.key)) {
      rows.set(item.key.sk, openRows(item, family));
      continue;
    }
    yield openSeal(item, rows);
    // Rows begin behind what was applied before: none that lies here waits for a later seal.
    rows.clear();
  }
}

function openRows({ document: { data } }: Stored, family: string): Rows {
  return { segment: openSegment(data, family), octets: data instanceof Uint8Array ? data.length : 0 };
}

function openSegment(data: unknown, family: string): Rows['segment'] {
  try {
    return new Segment(data, family);
  } catch (error) {
    if (error instanceof DamageError || error instanceof VersionError) return error;
    throw error;
  }
}

function openSeal({ key, document }: Stored, rows: ReadonlyMap<string, Rows>): LogCommit {
  const { items, marks } = unpackJson(String(document.packed)) as Seal;
  const named = items.map((item) => rows.get(item) ?? lost(item));
  const version = Number(document.version);
  const segments = named.map(({ segment }) => segment);
  for (const segment of segments) if (segment instanceof Segment) segment.version = version;
  return {
    position: key.sk,
    applied: logKeys.tokenOf(key),
    version,
    receivedAt: Number(document.receivedAt),
    marks: marks.map((mark) => ({ ...mark, version })),
    segments,
    octets: named.reduce((sum, { octets }) => sum + octets, 0),
  };
}

const lost = (item: string): Rows => ({ segment: new DamageError(`rows ${item} are gone`, 0), octets: 0 });

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
