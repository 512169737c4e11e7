import type { StoredRoute, StoredView } from '#model/apply-rules.ts';
import { announcementId } from '#model/discovery/announcement.ts';
import type { Beginning, EarlierView } from '#model/discovery/earlier-views.ts';
import { isShown } from '#model/feed.ts';
import { peerId } from '#model/keys.ts';
import type { AttributeSet, StreamRecord } from '#model/record.ts';
import type { PeerState } from '#model/state.ts';
import { type Token, tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { hexOf } from '#protocol/net/hex.ts';

interface Word {
  peerId: string;
  family: string;
  nlri: Nlri;
  view: View;
  token: Token;
  at: number;
  /** Null: withdrawn. */
  attributes: AttributeSet | null;
}

/** All that a router said of routes, word for word: what the RIB comes to, without the RIB engine. */
export class ToldRib {
  readonly #words = new Map<string, Word[]>();

  add({ routerId, session, peers, feeds, attributeSets, events }: StreamRecord): void {
    for (const event of events) {
      if (event.kind !== 'announce' && event.kind !== 'withdraw') continue;
      const feed = feeds[event.feed];
      const peer = feed && peers[feed.peer];
      if (!feed || !peer) throw new Error('a feed of nobody');
      const about = {
        peerId: peerId(routerId, peer.type, peer.distinguisher, peer.address),
        family: familyOf(feed.afi, feed.safi).name,
        view: feed.view,
        token: tokenOf(session, event.seq),
        at: event.receivedAt,
        attributes: event.kind === 'announce' ? (attributeSets[event.attributeSet] ?? null) : null,
      };
      for (const nlri of event.routes) this.#wordsOf(about.peerId, about.family, nlri).push({ ...about, nlri });
    }
  }

  /** What is served now, with all views of a route. */
  stored(peers: ReadonlyMap<string, PeerState>): StoredRoute[] {
    return [...this.#words.values()].flatMap((words): StoredRoute[] => {
      const [first] = words;
      const peer = first && peers.get(first.peerId);
      if (!first || !peer) return [];
      const { family, nlri } = first;
      const shown = [...lastOfEachView(words)].filter(
        ([view, { token }]) => peer.feeds.some((feed) => feed.view === view) && isShown(peer, view, family, token),
      );
      if (shown.length === 0) return [];
      const views = shown.map(([view, { token, at, attributes }]) => [view, { token, at, attributes }]);
      return [{ peerId: peer.id, family, nlri, views: Object.fromEntries(views) as Partial<Record<View, StoredView>> }];
    });
  }

  earlier = ({ peerId, family, nlri, token: before }: Beginning): EarlierView[] => {
    const words = this.#wordsOf(peerId, family, nlri).filter(({ token }) => token < before);
    return [...lastOfEachView(words).values()];
  };

  #wordsOf(peer: string, family: string, nlri: Nlri): Word[] {
    const name = nlri.nlri === null ? announcementId(peer, family, nlri) : `${peer} ${family} ${hexOf(nlri.nlri)}`;
    const words = this.#words.get(name) ?? [];
    this.#words.set(name, words);
    return words;
  }
}

type Said = Word & { attributes: AttributeSet };

function lastOfEachView(words: readonly Word[]): Map<View, Said> {
  const last = new Map(words.map((word) => [word.view, word]));
  return new Map([...last].filter((entry): entry is [View, Said] => entry[1].attributes !== null));
}
