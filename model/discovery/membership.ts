import type { Draft } from '../knowledge.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { AnnouncementState, Pairing, PeerState } from '../state.ts';
import { CandidateIndex } from './candidate-index.ts';
import { elementIdOf } from './element.ts';
import { type Candidate, pairUp } from './pairing.ts';
import { keyText, type PairingKey } from './pairing-keys.ts';

/** An element that has to be derived anew, with how its sessions are recognised where that is known from them. */
export interface TouchedElement {
  id: string;
  pairing: Pairing | null;
}

/** A key under which two peers claim one role, or do no longer. */
export interface KeyJudgement {
  key: PairingKey;
  peers: string[];
  inConflict: boolean;
}

/**
 * Which announcements of a router are of which element. A change touches those that share a key with what changed, and what shares
 * one with these; only that part is paired anew.
 */
export class Membership {
  readonly #draft: Draft;
  readonly #rules: CompiledRules;
  #index: CandidateIndex | null = null;
  readonly #touchedKeys = new Map<string, PairingKey>();
  #peersByKey: Map<string, string[]> | null = null;

  constructor(draft: Draft, rules: CompiledRules) {
    this.#draft = draft;
    this.#rules = rules;
  }

  /** Keys that an announcement will have had are those of now. */
  beforeChange(): void {
    this.#indexed();
  }

  /** The announcement is new, has changed, or is gone. */
  touch({ id }: Pick<AnnouncementState, 'id'>): void {
    const index = this.#indexed();
    this.#touchKeys(index.remove(id));
    const candidate = this.#candidateOf(this.#draft.announcements.get(id));
    if (candidate) this.#touchKeys(index.add(candidate));
  }

  touchPeer(peer: PeerState): void {
    this.#peersByKey = null;
    this.#touchKeys(this.#rules.pairing.ofPeer(peer));
  }

  /** Ids of the peers that have a key, whatever they announce. */
  peersWith(pairing: Pairing): readonly string[] {
    this.#peersByKey ??= this.#keysOfPeers();
    return this.#peersByKey.get(keyText(pairing)) ?? [];
  }

  /** Pairs what was touched, and tells which elements that concerns. */
  settle(): { elements: TouchedElement[]; judgements: KeyJudgement[] } {
    if (this.#touchedKeys.size === 0) return { elements: [], judgements: [] };
    const keys = new Map(this.#touchedKeys);
    this.#touchedKeys.clear();
    const candidates = this.#indexed().connectedTo(keys);
    const { pairings, conflicts } = pairUp(candidates, {
      isWhole: (roles) => this.#rules.isWhole(roles),
      peersWith: (key) => this.peersWith(key).length,
      isSplit: (key) => this.#isSplit(key),
    });
    const elements = candidates.flatMap((candidate) => this.#place(candidate, pairings.get(candidate.announcement.id)));
    const judgements = [...keys].map(([text, key]): KeyJudgement => {
      const peers = this.#indexed()
        .membersOf(text)
        .map(({ peer }) => peer.address);
      return { key, peers: [...new Set(peers)].sort(), inConflict: conflicts.has(text) };
    });
    return { elements, judgements };
  }

  /** By a later strategy its peers are two groups or more of two at least, in one version of IP. */
  #isSplit(key: PairingKey): boolean {
    const ids = this.peersWith(key);
    if (ids.length < 4) return false;
    const groups = new Map<string, Map<string, number>>();
    for (const peer of ids.map((id) => this.#draft.peers.get(id))) {
      for (const later of peer ? this.#rules.pairing.behind(key, peer) : []) {
        const strategy = `${keyText({ ...later, key: '' })} ${peer?.address.includes(':')}`;
        const counts = groups.get(strategy) ?? new Map<string, number>();
        groups.set(strategy, counts.set(later.key, (counts.get(later.key) ?? 0) + 1));
      }
    }
    return [...groups.values()].some((counts) => [...counts.values()].filter((count) => count > 1).length > 1);
  }

  #place({ announcement }: Candidate, pairing: Pairing | undefined): TouchedElement[] {
    if (pairing === undefined) return [];
    const elementId = elementIdOf(this.#draft.routerId, pairing);
    const now = this.#draft.announcements.get(announcement.id);
    if (now === undefined || now.elementId === elementId) return [{ id: elementId, pairing }];
    this.#draft.announcements.put({ ...now, elementId });
    const left = now.elementId === null ? [] : [{ id: now.elementId, pairing: null }];
    for (const { id } of left) {
      this.#draft.losses.set(`${id} ${now.role}`, `now of ${elementId}`);
      this.#draft.left.add(id);
    }
    return [{ id: elementId, pairing }, ...left];
  }

  #indexed(): CandidateIndex {
    if (this.#index !== null) return this.#index;
    this.#index = new CandidateIndex();
    for (const announcement of this.#draft.announcements.values()) {
      const candidate = this.#candidateOf(announcement);
      if (candidate) this.#index.add(candidate);
    }
    return this.#index;
  }

  /** Routes that play a role and were learned from the element itself count. */
  #candidateOf(announcement: AnnouncementState | undefined): Candidate | null {
    if (!announcement?.direct || announcement.role === '') return null;
    const peer = this.#draft.peers.get(announcement.peerId);
    if (peer === undefined) return null;
    return { announcement, peer, keys: this.#rules.pairing.ofAnnouncement(announcement, peer) };
  }

  #touchKeys(keys: readonly (PairingKey | null)[]): void {
    for (const key of keys) if (key !== null) this.#touchedKeys.set(keyText(key), key);
  }

  #keysOfPeers(): Map<string, string[]> {
    const ids = new Map<string, string[]>();
    for (const peer of this.#draft.peers.values()) {
      if (peer.type === 'loc-rib') continue;
      for (const key of this.#rules.pairing.ofPeer(peer)) {
        const known = ids.get(keyText(key)) ?? [];
        known.push(peer.id);
        ids.set(keyText(key), known);
      }
    }
    return ids;
  }
}
