import { manifestKeys } from '#model/keys.ts';
import type { HeadFeed } from '#model/state.ts';
import { type Token, tokenOf, zeroToken } from '#model/token.ts';
import { behindCommit } from './log.ts';
import { decodeManifest, encodeManifest } from './manifest-codec.ts';
import { DamageError } from './octets.ts';
import { comparePositions, type FeedKey, type Position } from './row.ts';
import type { Document, Store, Write } from './store.ts';

/** Which blocks are the base of a router and family, and what of the log they hold. */
export interface Manifest {
  /** Of the manifests of this base: 1, 2, 3 and on. */
  generation: number;
  /** Everything that was applied up to and with this token, by this commit, is in the base. */
  covered: Token;
  version: number;
  /** What the base shows is what was served from this time on, by the stream's clock; milliseconds since 1970. */
  asOf: number;
  /** When it was made, milliseconds since 1970. */
  madeAt: number;
  /** Octets ever added to the log, as far as it is covered. */
  logged: number;
  /** The feeds as they were when everything covered had been said. */
  feeds: ReadonlyMap<FeedKey, FeedVisibility>;
  /** In the order of their first rows. */
  entries: readonly BlockEntry[];
  damages: readonly Damage[];
}

/** Which rows of a feed are served, and which of these as stale. */
export type FeedVisibility = Pick<HeadFeed, 'incarnation' | 'visibleFrom'>;

/** A block and what can be known of it without reading it. */
export interface BlockEntry {
  id: string;
  first: Position;
  rows: number;
  octets: number;
  /** Whole seconds since 1970. */
  writtenAt: number;
  /** By the rows' `rowClass`. */
  classes: readonly RowClass[];
}

export interface RowClass {
  feed: FeedKey;
  /** Hides and shows the rows of this class just as their own tokens would. */
  token: Token;
  rows: number;
}

/** A part of the base whose rows, as of the token, could not be read: it lacks them until its feeds have been dumped anew. */
export interface Damage {
  first: Position;
  /** Null: to the end. */
  end: Position | null;
  token: Token;
}

/**
 * The one that counts; where that is damaged, the newest before it, behind which more of the log is read; without one, an empty
 * one that owns to lacking rows. @throws VersionError
 */
export async function readManifest(store: Store, routerId: string, family: string): Promise<Manifest | null> {
  const document = await store.get(manifestKeys.current(routerId, family));
  if (!document) return null;
  try {
    return decodeManifest(document.data);
  } catch (error) {
    if (!(error instanceof DamageError) || typeof document.version !== 'number') throw error;
    const past = await readPastManifest(store, routerId, family, Number.MAX_SAFE_INTEGER - 1);
    return { ...(past ?? lostManifest), generation: document.version };
  }
}

/** How much its base had is not known: its damage is as late as can be, until a compaction knows how far the log goes. */
const lostManifest: Omit<Manifest, 'generation'> = {
  covered: zeroToken,
  version: 0,
  asOf: 0,
  madeAt: 0,
  logged: 0,
  feeds: new Map(),
  entries: [],
  damages: [{ first: { key: '', feed: '' }, end: null, token: tokenOf(9_999_999_999, 9_999_999_999_999) }],
};

/** False when another has been put since the generation before this one. */
export function flipManifest(store: Store, routerId: string, family: string, manifest: Manifest): Promise<boolean> {
  const { generation } = manifest;
  const document = { version: generation, data: encodeManifest(manifest) };
  const before = generation === 1 ? null : generation - 1;
  return store.putIfVersion({ key: manifestKeys.current(routerId, family), document }, before);
}

/** Where the log goes on behind the base. */
export const behindManifest = (routerId: string, family: string, manifest: Manifest | null): string =>
  manifest === null ? '' : behindCommit(routerId, family, manifest.covered, manifest.version);

/** A copy of what no longer counts; `ttl` in epoch seconds. */
export const pastManifest = (routerId: string, family: string, manifest: Manifest, ttl: number): Write => {
  const document: Document = { data: encodeManifest(manifest) };
  return { put: { key: manifestKeys.past(routerId, family, manifest.asOf, manifest.generation), document }, ttl };
};

/** The one that counted at a time, milliseconds since 1970; null where there was none yet. @throws DamageError | VersionError */
export async function readManifestAt(
  store: Store,
  routerId: string,
  family: string,
  time: number,
): Promise<Manifest | null> {
  const current = await readManifest(store, routerId, family);
  return current === null || current.asOf <= time ? current : readPastManifest(store, routerId, family, time);
}

/** The newest of those that no longer count which did at that time. */
async function readPastManifest(
  store: Store,
  routerId: string,
  family: string,
  time: number,
): Promise<Manifest | null> {
  const { sk } = manifestKeys.past(routerId, family, time + 1, 0);
  const { items } = await store.query(manifestKeys.pastPartition(routerId, family), {
    after: sk,
    descending: true,
    limit: 1,
  });
  return items[0] ? decodeManifest(items[0].document.data) : null;
}

/** Index of the last entry that begins at or before the position; -1 where all begin behind it. */
export function floorEntry(entries: readonly BlockEntry[], position: Position): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && comparePositions(entry.first, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
