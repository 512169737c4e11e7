import { manifestKeys } from '#model/keys.ts';
import { tokenOf, zeroToken } from '#model/token.ts';
import { behindCommit } from '../log/log.ts';
import { DamageError } from '../octets/octets.ts';
import { type Document, queryAll, type Store, type Write } from '../store/store.ts';
import type { Manifest } from './manifest.ts';
import { decodeManifest, encodeManifest } from './manifest-codec.ts';

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
  defaultRows: null,
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

/** The newest of those that no longer count which did at that time; where that is damaged, the one before. */
async function readPastManifest(
  store: Store,
  routerId: string,
  family: string,
  time: number,
): Promise<Manifest | null> {
  const { sk } = manifestKeys.past(routerId, family, time + 1, 0);
  const newestFirst = { after: sk, descending: true, limit: 1 };
  let damaged = false;
  for await (const { document } of queryAll(store, manifestKeys.pastPartition(routerId, family), newestFirst)) {
    try {
      return decodeManifest(document.data);
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      damaged = true;
    }
  }
  return damaged ? { ...lostManifest, generation: 0 } : null;
}
