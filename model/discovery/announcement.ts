import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { formatPrefix } from '#protocol/net/prefix.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { findFeed } from '../feed.ts';
import type { Cause } from '../knowledge.ts';
import type { AnnouncementState, AnnouncementView, PeerState, Pipeline, PipelineStep, RouterState } from '../state.ts';

/** Null path id and no distinguisher leave no trace, so that most ids are as short as they can be. */
export function announcementId(peerId: string, family: string, nlri: Nlri): string {
  const { routeDistinguisher, pathId } = nlri;
  const parts = [peerId, family, prefixText(family, nlri)];
  if (routeDistinguisher) parts.push(formatRouteDistinguisher(routeDistinguisher));
  if (pathId !== null) parts.push(`path-${pathId}`);
  return parts.join('~');
}

const prefixText = (family: string, nlri: Nlri): string =>
  formatPrefix(nlri, familyNamed(family)?.afi === ipv6Afi ? 6 : 4);

export function newAnnouncement(
  id: string,
  peer: PeerState,
  family: string,
  nlri: Nlri,
  cause: Cause,
): AnnouncementState {
  return {
    id,
    routerId: peer.routerId,
    peerId: peer.id,
    family,
    routeDistinguisher: nlri.routeDistinguisher && formatRouteDistinguisher(nlri.routeDistinguisher),
    prefix: prefixText(family, nlri),
    pathId: nlri.pathId,
    role: '',
    matchedRule: '',
    elementId: null,
    direct: false,
    location: '',
    vendor: null,
    deviceId: '',
    peerAddress: peer.address,
    views: {},
    pipeline: { announced: 'unknown', accepted: 'unknown', selected: 'unknown', advertised: 'unknown' },
    state: 'learning',
    firstSeen: cause.at,
    lastChanged: cause.at,
  };
}

const ipv6Afi = 2;

/** Views that show what an element said, in the order in which they decide its role. */
const inboundViews: readonly View[] = ['adj-rib-in-pre', 'adj-rib-in-post'];

/** The view whose role counts; one with a tag that no rule knows where none has a role; undefined for an ordinary route. */
export function decidingView(
  { views }: Pick<AnnouncementState, 'views'>,
  preference: readonly View[],
): AnnouncementView | undefined {
  const said = preference.map((view) => views[view]).filter((view) => view !== undefined);
  return said.find(({ role }) => role !== null) ?? said.find(({ tagged }) => tagged);
}

/**
 * Learned from a directly connected external peer: its AS differs from ours and it is its own next hop.
 * AS path length does not tell (a PE with local-as prepends itself).
 */
export function isDirect(peer: PeerState, announcement: AnnouncementState): boolean {
  if (peer.type === 'loc-rib' || (peer.localAsn !== null && peer.localAsn === peer.asn)) return false;
  return inboundViews.some((view) => {
    const said = announcement.views[view];
    return said?.nextHop === peer.address || said?.linkLocalNextHop === peer.address;
  });
}

/**
 * What became of the route on its way through the router; `unknown` where the router does not feed the view that would tell. Of other
 * tables only routes with a tag are known here: that one lacks the route is certain where its tag was still there before.
 */
export function pipelineOf(
  announcement: AnnouncementState,
  peer: PeerState,
  sameRoute: readonly AnnouncementState[],
  peers: Iterable<PeerState>,
): Pipeline {
  const { family, views: said } = announcement;
  const fedByAny = viewsFed(peers, family);
  const nextHops = new Set(Object.values(said).map(({ nextHop }) => nextHop));
  const selected = sameRoute.some((other) => other.views['loc-rib'] && nextHops.has(other.views['loc-rib'].nextHop));
  const advertised = sameRoute.some((other) => other.views['adj-rib-out-post'] ?? other.views['adj-rib-out-pre']);
  const accepted = step(said['adj-rib-in-post'] !== undefined, isFed(peer, 'adj-rib-in-post', family));
  const keepsTag = accepted === 'no' || said['adj-rib-in-post']?.tagged === true;
  return {
    announced: step(said['adj-rib-in-pre'] !== undefined, isFed(peer, 'adj-rib-in-pre', family)),
    accepted,
    selected: step(selected, keepsTag && fedByAny.has('loc-rib')),
    advertised: step(advertised, keepsTag && fedByAny.has('adj-rib-out-pre')),
  };
}

const isFed = (peer: PeerState, view: View, family: string): boolean => findFeed(peer, view, family) !== undefined;

const step = (has: boolean, fed: boolean): PipelineStep => (has ? 'yes' : fed ? 'no' : 'unknown');

function viewsFed(peers: Iterable<PeerState>, family: string): Set<View> {
  const fed = new Set<View>();
  for (const { feeds } of peers) for (const feed of feeds) if (feed.family === family) fed.add(feed.view);
  return fed;
}

/**
 * A route that the router feeds post-policy counts only once it is there; for `acceptWithin` seconds it may still come.
 * A pre-policy view that lacks it proves nothing: without soft-reconfiguration every pre-policy announcement is a withdraw.
 */
export function announcementStatus(
  announcement: AnnouncementState,
  peer: PeerState,
  router: RouterState,
  now: number,
  acceptWithin: number,
): AnnouncementState['state'] {
  if (router.session.state !== 'up') return 'stale';
  if (announcement.views['adj-rib-in-post']) return 'announced';
  const post = findFeed(peer, 'adj-rib-in-post', announcement.family);
  if (!post) return 'announced';
  if (post.state === 'down') return peer.learning ? 'learning' : 'announced';
  const announcedAt = announcement.views['adj-rib-in-pre']?.at ?? 0;
  // A withdraw takes one view after the other (FRR the post-policy one first): that alone rejects nothing.
  if (post.state === 'learning' || announcement.state === 'announced') return 'learning';
  const undecidedSince =
    announcement.state === 'learning' ? Math.max(announcedAt, announcement.lastChanged) : announcedAt;
  return now - undecidedSince < acceptWithin * 1000 ? 'learning' : 'rejected';
}

export const isLive = (announcement: AnnouncementState): boolean =>
  announcement.state === 'announced' || announcement.state === 'stale';
