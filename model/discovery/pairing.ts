import type { AnnouncementState, Pairing, PeerState } from '../state.ts';
import { keyText, ownKey, type PairingKey } from './pairing-keys.ts';

/** An announcement that counts for elements, with the keys that the strategies have for it, in their order. */
export interface Candidate {
  announcement: AnnouncementState;
  peer: PeerState;
  keys: readonly (PairingKey | null)[];
}

export interface PairingContext {
  /** Whether these roles are all that an element of their profile needs. */
  isWhole(roles: ReadonlySet<string>): boolean;
  /** How many of the router's peers have a key, whatever they announce now. */
  peersWith(key: PairingKey): number;
  /** Whether those peers are of several elements by a later strategy: a host name that all machines were given, say. */
  isSplit(key: PairingKey): boolean;
}

export interface PairingOutcome {
  /** Announcement to the key that pairs it. */
  pairings: Map<string, Pairing>;
  /** Keys under which two peers claim one role. */
  conflicts: Map<string, PairingKey>;
}

/**
 * Which announcements are of one element. The strategies are asked in order. One decides for all that have a key of it where it is
 * a declaration, or where together they have all roles; never where two peers claim one role under it, or where a later one tells
 * those that have it apart. What none decided for goes by a key that it shares with another peer, though that announces nothing now, or that another route may have, so that an
 * element which loses a side stays the same element; else by its first key. All this follows from what is known now and not from
 * what was.
 */
export function pairUp(candidates: readonly Candidate[], context: PairingContext): PairingOutcome {
  const pairings = new Map<string, Pairing>();
  const conflicts = new Map<string, PairingKey>();
  const strategies = Math.max(0, ...candidates.map(({ keys }) => keys.length));
  let undecided = candidates;
  for (let index = 0; index < strategies; index += 1) {
    for (const [key, members] of groupsOf(undecided, index)) {
      if (hasConflict(members)) conflicts.set(keyText(key), key);
      else if (key.declared || pairs(key, members, context)) decide(members, key, pairings);
    }
    undecided = undecided.filter(({ announcement }) => !pairings.has(announcement.id));
  }
  for (const candidate of undecided) decide([candidate], fallbackOf(candidate, conflicts, context), pairings);
  return { pairings, conflicts };
}

const pairs = (key: PairingKey, members: readonly Candidate[], { isWhole, isSplit }: PairingContext): boolean =>
  isWhole(rolesOf(members)) && !isSplit(key);

function groupsOf(candidates: readonly Candidate[], index: number): [PairingKey, Candidate[]][] {
  const groups = new Map<string, [PairingKey, Candidate[]]>();
  for (const candidate of candidates) {
    const key = candidate.keys[index];
    if (!key) continue;
    const group = groups.get(keyText(key)) ?? [key, []];
    group[1].push(candidate);
    groups.set(keyText(key), group);
  }
  return [...groups.values()];
}

const rolesOf = (members: readonly Candidate[]): Set<string> =>
  new Set(members.map(({ announcement }) => announcement.role));

function decide(
  members: readonly Candidate[],
  { strategy, scope, key }: Pairing,
  pairings: Map<string, Pairing>,
): void {
  for (const { announcement } of members) pairings.set(announcement.id, { strategy, scope, key });
}

function fallbackOf(
  { keys, peer }: Candidate,
  conflicts: ReadonlyMap<string, PairingKey>,
  context: PairingContext,
): PairingKey {
  const given = keys.filter((key) => key !== null);
  const sound = given.filter((key) => !conflicts.has(keyText(key)) && (key.declared || !context.isSplit(key)));
  const shared = sound.find((key) => key.mayBeShared || context.peersWith(key) > 1);
  return shared ?? sound[0] ?? given[0] ?? ownKey(peer);
}

/** Two peers claim one role in one family. */
export function hasConflict(members: readonly Pick<Candidate, 'announcement'>[]): boolean {
  const claimants = new Map<string, string>();
  return members.some(({ announcement: { role, family, peerId } }) => {
    const claim = `${role} ${family}`;
    const other = claimants.get(claim);
    claimants.set(claim, peerId);
    return other !== undefined && other !== peerId;
  });
}
