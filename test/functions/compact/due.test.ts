import { describe, expect, it } from 'vitest';
import { type CompactionPolicy, type Reason, reasonToCompact } from '#functions/compact/due.ts';
import type { FeedStatus } from '#model/state.ts';
import { zeroToken } from '#model/token.ts';
import { blockLease } from '#rib/base/compaction.ts';
import type { Manifest } from '#rib/base/manifest.ts';
import type { RouterHead } from '#rib/rows/head.ts';

const family = 'ipv4-unicast';
const now = 1_800_000_000_000;
const minute = 60_000;
const policy: CompactionPolicy = {
  leastLog: 100,
  shareOfBase: 0.5,
  leastLogInDump: 1000,
  shareOfBaseInDump: 2,
  longestWait: 60 * minute,
};

interface Situation {
  /** Octets. */
  logged?: number;
  loggedOfOther?: number;
  /** Of the family's feed, and of one of another family. */
  feed?: FeedStatus;
  otherFeed?: FeedStatus;
  /** Ago, milliseconds. */
  committed?: number;
  /** Octets in its blocks; null: there is none. */
  base?: number | null;
  covers?: number;
  made?: number;
  written?: number;
}

function headOf({
  logged = 0,
  loggedOfOther = 0,
  feed = 'synced',
  otherFeed = 'synced',
  committed = 0,
}: Situation): RouterHead {
  const tokens = { incarnation: zeroToken, visibleFrom: zeroToken };
  const feeds = [
    { view: 'loc-rib' as const, family, state: feed, ...tokens },
    { view: 'loc-rib' as const, family: 'vpnv4', state: otherFeed, ...tokens },
  ];
  const peer = {
    id: 'p',
    routerId: 'pe1',
    type: 'global',
    address: '',
    asn: 1,
    state: 'up' as const,
    incarnation: zeroToken,
  };
  return {
    routerId: 'pe1',
    version: 1,
    applied: zeroToken,
    receivedAt: 0,
    committedAt: now - committed,
    logged: { [family]: logged, vpnv4: loggedOfOther },
    session: { id: 1, state: 'up', lastPeerUpAt: null, learning: false },
    partitions: 1,
    peers: new Map([['p', { ...peer, feeds }]]),
  };
}

function manifestOf({ base = null, covers = 0, made = 0, written = 0 }: Situation): Manifest | null {
  if (base === null) return null;
  const entry = { id: 'b.0', first: { key: 'k', feed: 'f' }, covers: [], rows: 1, classes: [] };
  const young = { ...entry, octets: base / 2, writtenAt: now / 1000 };
  const old = { ...entry, octets: base / 2, writtenAt: (now - written) / 1000 };
  return {
    generation: 1,
    covered: zeroToken,
    version: 1,
    asOf: 0,
    madeAt: now - made,
    logged: covers,
    feeds: new Map(),
    entries: base === 0 ? [] : [young, old],
    defaultRows: null,
    damages: [],
  };
}

describe('a compaction is due', () => {
  it.each<[string, Situation, Reason | null]>([
    ['never without rows', { committed: 999 * minute }, null],
    ['at the first rows', { logged: 1 }, 'first'],
    ['not while they are being dumped', { logged: 999, feed: 'learning' }, null],
    ['unless that is much', { logged: 1000, feed: 'learning' }, 'first'],
    ['or has stood still for long', { logged: 1, feed: 'learning', committed: 60 * minute }, 'first'],
    ['whatever other families do', { logged: 1, otherFeed: 'learning' }, 'first'],
    ['for rows of this family alone', { loggedOfOther: 999 }, null],

    ['not for a log below the least', { base: 40, covers: 500, logged: 599 }, null],
    ['for a log of the least', { base: 40, covers: 500, logged: 600 }, 'size'],
    ['not for a log below the share', { base: 400, covers: 500, logged: 699 }, null],
    ['for a log of the share', { base: 400, covers: 500, logged: 700 }, 'size'],
    ['in a dump not below the least of that', { base: 40, logged: 999, feed: 'learning' }, null],
    ['in a dump for the least of that', { base: 40, logged: 1000, feed: 'learning' }, 'size'],
    ['in a dump not below the share of that', { base: 800, logged: 1599, feed: 'learning' }, null],
    ['in a dump for the share of that', { base: 800, logged: 1600, feed: 'learning' }, 'size'],

    ['not for a row that waits', { base: 40, covers: 5, logged: 6, made: 59 * minute }, null],
    ['for a row that has waited for long', { base: 40, covers: 5, logged: 6, made: 60 * minute }, 'age'],
    ['in a dump too', { base: 40, logged: 6, made: 60 * minute, feed: 'learning' }, 'age'],
    ['not of age without news', { base: 40, covers: 6, logged: 6, made: 999 * minute }, null],

    ['not for blocks in the first half of their lease', { base: 40, written: blockLease / 2 }, null],
    ['for one block in the second', { base: 40, written: blockLease / 2 + 1000 }, 'lease'],
    ['not for an empty base', { base: 0, made: 999 * minute }, null],
  ])('%s', (_, situation, reason) => {
    expect(reasonToCompact(headOf(situation), family, manifestOf(situation), now, policy)).toBe(reason);
  });
});
