import type { Candidate } from './pairing.ts';
import { keyText, ownKey, type PairingKey } from './pairing-keys.ts';

/** Candidates by their keys. A key that none shares is still one: that of the announcement itself. */
export class CandidateIndex {
  readonly #candidates = new Map<string, Candidate>();
  readonly #byKey = new Map<string, Set<string>>();

  add(candidate: Candidate): PairingKey[] {
    const { id } = candidate.announcement;
    this.#candidates.set(id, candidate);
    const keys = keysOf(candidate);
    for (const key of keys) {
      const ids = this.#byKey.get(keyText(key)) ?? new Set();
      this.#byKey.set(keyText(key), ids.add(id));
    }
    return keys;
  }

  /** The keys that it had. */
  remove(id: string): PairingKey[] {
    const candidate = this.#candidates.get(id);
    if (candidate === undefined) return [];
    this.#candidates.delete(id);
    const keys = keysOf(candidate);
    for (const key of keys) this.#byKey.get(keyText(key))?.delete(id);
    return keys;
  }

  membersOf(text: string): Candidate[] {
    return [...(this.#byKey.get(text) ?? [])]
      .map((id) => this.#candidates.get(id))
      .filter((found) => found !== undefined);
  }

  /** Those with one of the keys, those that share any with them, and so on; all keys that were met are added to `keys`. */
  connectedTo(keys: Map<string, PairingKey>): Candidate[] {
    const found = new Map<string, Candidate>();
    const waiting = [...keys.keys()];
    for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
      for (const candidate of this.membersOf(text)) {
        if (found.has(candidate.announcement.id)) continue;
        found.set(candidate.announcement.id, candidate);
        for (const key of keysOf(candidate)) {
          if (keys.has(keyText(key))) continue;
          keys.set(keyText(key), key);
          waiting.push(keyText(key));
        }
      }
    }
    return [...found.values()];
  }
}

/** What has no key at all is found under one of its peer's own. */
function keysOf({ keys, peer }: Candidate): PairingKey[] {
  const given = keys.filter((key) => key !== null);
  return given.length > 0 ? given : [ownKey(peer)];
}
