import { routerOf } from '#model/partition.ts';
import type { HeadPeer } from '#model/state.ts';
import { views } from '#model/views.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import { type FeedKey, feedKey } from '#rib/rows/row.ts';
import { invalidRequest, Problem } from '../http/problem.ts';
import { distinctPeers } from '../routers/distinct-peers.ts';
import { isPeer } from '../routers/peer-name.ts';

/** A feed of a family, found by its name. */
export interface NamedFeed {
  head: RouterHead;
  feed: FeedKey;
}

interface Candidate extends HeadPeer {
  head: RouterHead;
}

/**
 * Finds `router:peer:view`. Ids of routers and peers, and IPv6 addresses, have colons of their own, so that only the view can be
 * told from the text alone. @throws Problem 400, 404, or 422 where two have that name
 */
export function feedNamed(parameter: string, text: string, heads: readonly RouterHead[], family: string): NamedFeed {
  const { owner, view } = parts(parameter, text);
  const peers = heads.flatMap((head) => peersNamed(owner, head));
  const having = peers.filter((peer) => hasFeed(peer, view, family));
  const [found, ...others] = distinctPeers(having);
  if (found === undefined) throw missing(parameter, text, family, peers);
  if (others.length > 0) throw ambiguous(parameter, text, [found, ...others]);
  return { head: found.head, feed: feedKey(found.id, view) };
}

function parts(parameter: string, text: string): { owner: string; view: View } {
  const end = text.lastIndexOf(':');
  const view = views.find((known) => known === text.slice(end + 1));
  if (view !== undefined && end > 0) return { owner: text.slice(0, end), view };
  throw invalidRequest([{ parameter, detail: `takes router:peer:view, the view one of ${views.join(', ')}` }]);
}

/** The peers of a router that `router:peer` can mean. */
function peersNamed(owner: string, head: RouterHead): Candidate[] {
  const start = `${routerOf(head.routerId)}:`;
  if (!owner.startsWith(start)) return [];
  return [...head.peers.values()].filter(isPeer(owner.slice(start.length))).map((peer) => ({ ...peer, head }));
}

const hasFeed = ({ feeds }: HeadPeer, view: View, family: string): boolean =>
  feeds.some((feed) => feed.view === view && feed.family === family);

function missing(parameter: string, text: string, family: string, peers: readonly Candidate[]): Problem {
  const having = peers.flatMap(({ feeds }) => feeds.filter((feed) => feed.family === family));
  const offered = [...new Set(having.map(({ view }) => view))].join(', ');
  const hint =
    peers.length === 0
      ? 'no router with that family has such a peer'
      : `of ${family} the peer has ${offered || 'none'}`;
  return new Problem('not-found', `${parameter}: there is no feed ${text}: ${hint}.`);
}

function ambiguous(parameter: string, text: string, peers: readonly Candidate[]): Problem {
  const ids = peers.map(({ id }) => id).join(', ');
  return new Problem('ambiguous-feed', `${parameter}: ${text} is a feed of each of ${ids}: name the peer by its id.`, {
    faults: [{ parameter, detail: `names more than one: ${ids}` }],
  });
}
