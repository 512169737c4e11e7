import { keyText, type PairingKeys } from '#model/discovery/pairing-keys.ts';
import type { AnnouncementState, ElementState, Pairing, PeerState, RouterState } from '#model/state.ts';

/** Which sessions elements have, also those that announce nothing now. */
export class ElementSessions {
  readonly #byId: ReadonlyMap<string, PeerState>;
  readonly #byKey = new Map<string, PeerState[]>();

  constructor(peers: readonly PeerState[], keys: PairingKeys) {
    const spoken = peers.filter(({ type }) => type !== 'loc-rib');
    this.#byId = new Map(spoken.map((peer) => [peer.id, peer]));
    for (const peer of spoken) {
      const itself: Pairing = { strategy: 'peer-address', scope: 'router', key: peer.address };
      for (const key of [...keys.ofPeer(peer), itself]) {
        const place = placeOf(peer.routerId, key);
        const known = this.#byKey.get(place);
        if (known) known.push(peer);
        else this.#byKey.set(place, [peer]);
      }
    }
  }

  /** Those with announcements of the element, and those at `routerIds` that would be of it if they announced something. */
  of({ pairing }: ElementState, announcements: Announced, routerIds: readonly string[]): PeerState[] {
    const announcing = announcements.flatMap(({ peerId }) => this.#byId.get(peerId) ?? []);
    const waiting = routerIds.flatMap((routerId) => this.#byKey.get(placeOf(routerId, pairing)) ?? []);
    return [...new Set([...announcing, ...waiting])].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

type Announced = readonly Pick<AnnouncementState, 'peerId'>[];

const placeOf = (routerId: string, pairing: Pairing): string => `${routerId} ${keyText(pairing)}`;

/** Routers at which an element may have sessions. */
export function routersAround(
  { routerId, location, pairing }: ElementState,
  routers: readonly RouterState[],
): string[] {
  if (pairing.scope === 'router') return [routerId];
  return routers.filter((router) => router.location === location).map(({ id }) => id);
}
