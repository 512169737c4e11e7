import type { Evidence } from '#model/api-chain-rows.ts';
import { hasConflict } from '#model/discovery/pairing.ts';
import { keyText, type PairingKey, PairingKeys } from '#model/discovery/pairing-keys.ts';
import type { PairingRule } from '#model/rules/pairing-rules.ts';
import type { AnnouncementState, PeerState } from '#model/state.ts';
import type { ElementPremises } from './element-premises.ts';

type Step = Evidence['pairing'][number];

/** What each strategy of the rules says of an element's sessions, in order; one step for each key that they have. */
export function pairingTrail(premises: ElementPremises): Step[] {
  const steps: Step[] = [];
  let isDecided = false;
  for (const rule of premises.rules.rules.pairing) {
    const trial = new Trial(rule, premises);
    steps.push(...trial.steps(isDecided));
    isDecided ||= trial.decides;
  }
  return steps;
}

/** One strategy, asked about the sessions of one element. */
class Trial {
  /** No strategy behind it is asked. */
  readonly decides: boolean;
  readonly #rule: PairingRule;
  readonly #premises: ElementPremises;
  readonly #keys: PairingKeys;
  readonly #own: readonly PairingKey[];

  constructor(rule: PairingRule, premises: ElementPremises) {
    this.#rule = rule;
    this.#premises = premises;
    this.#keys = new PairingKeys({ pairing: [rule] });
    const { peers, announcements } = premises;
    const keys = peers.flatMap((peer) => [
      ...this.#keys.ofPeer(peer),
      ...announcements.filter(({ peerId }) => peerId === peer.id).flatMap((each) => this.#keyOf(each, peer)),
    ]);
    this.#own = [...new Map(keys.map((key) => [keyText(key), key])).values()];
    this.decides = this.#own.some((key) => this.#isPairing(key) && (key.declared || isWhole(premises)));
  }

  steps(isDecided: boolean): Step[] {
    const { strategy, scope } = this.#rule;
    if (this.#own.length === 0) {
      return [{ strategy, scope, key: null, peers: [], verdict: isDecided ? 'not asked' : 'no key' }];
    }
    return this.#own.map((key) => {
      const sharing = this.#sharing(key);
      const peers = [...new Set(sharing.peers.map(({ address }) => address))].sort();
      const verdict = isDecided ? 'not asked' : this.#verdict(key, sharing);
      return { strategy, scope, key: key.key, peers, verdict };
    });
  }

  #verdict(key: PairingKey, { peers, announcements }: Sharing): Step['verdict'] {
    const isPairing = this.#isPairing(key);
    const perRouter = Map.groupBy(announcements, ({ routerId }) => routerId);
    const claims = [...perRouter.values()].map((all) => all.map((announcement) => ({ announcement })));
    if (claims.some(hasConflict) || (isPairing && this.#premises.element.state === 'conflict')) return 'conflict';
    return peers.length > 1 || (isPairing && this.decides) ? 'pairs' : 'shared by none';
  }

  /** Whoever has the key, whatever they announce now. */
  #sharing(key: PairingKey): Sharing {
    const { around } = this.#premises;
    const wanted = keyText(key);
    const isIt = (other: PairingKey): boolean => keyText(other) === wanted;
    const byPeer = Map.groupBy(around.announcements, ({ peerId }) => peerId);
    const sharing: Sharing = { peers: [], announcements: [] };
    for (const peer of around.peers) {
      const all = (byPeer.get(peer.id) ?? []).filter((announcement) => this.#keyOf(announcement, peer).some(isIt));
      sharing.announcements.push(...all);
      if (all.length > 0 || this.#keys.ofPeer(peer).some(isIt)) sharing.peers.push(peer);
    }
    return sharing;
  }

  #keyOf(announcement: AnnouncementState, peer: PeerState): PairingKey[] {
    return this.#keys.ofAnnouncement(announcement, peer).filter((key) => key !== null);
  }

  #isPairing = (key: PairingKey): boolean => keyText(key) === keyText(this.#premises.element.pairing);
}

interface Sharing {
  peers: PeerState[];
  announcements: AnnouncementState[];
}

/** One router has all roles of it: it is paired there, and not only united with what others have. */
function isWhole({ element, announcements }: ElementPremises): boolean {
  const perRouter = Map.groupBy(announcements, ({ routerId }) => routerId);
  return [...perRouter.values()].some((all) =>
    element.required.every((role) => all.some((each) => each.role === role)),
  );
}
