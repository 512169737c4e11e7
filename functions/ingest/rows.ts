import { routerOf } from '#model/partition.ts';
import { idOfPeer } from '#model/peers.ts';
import type { AttributeSet, FeedReference, PeerReference, StreamEvent, StreamRecord } from '#model/record.ts';
import { type Token, tokenOf } from '#model/token.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { SegmentRow } from '#rib/rows/row.ts';
import { storedNlri } from '#rib/rows/stored-nlri.ts';

type RouteEvent = Extract<StreamEvent, { kind: 'announce' | 'withdraw' }>;

const isRouteEvent = (event: StreamEvent): event is RouteEvent =>
  event.kind === 'announce' || event.kind === 'withdraw';

/** Rows of the RIB log by family, in the order of their events, above `from` and up to `to`. */
export function collectRows(rows: Map<string, SegmentRow[]>, record: StreamRecord, from: Token, to: Token): void {
  const routerId = routerOf(record.routerId);
  for (const event of record.events) {
    if (!isRouteEvent(event)) continue;
    const token = tokenOf(record.session, event.seq);
    if (token <= from || token > to) continue;
    const { feed, peer } = feedOf(record, event.feed);
    const family = familyOf(feed.afi, feed.safi).name;
    const ofFamily = rows.get(family) ?? [];
    rows.set(family, ofFamily);
    const peerId = idOfPeer(routerId, peer);
    const attributes = event.kind === 'announce' ? attributesOf(record, event.attributeSet) : null;
    for (const nlri of event.routes) {
      ofFamily.push({ peerId, view: feed.view, nlri: storedNlri(nlri), token, at: event.receivedAt, attributes });
    }
  }
}

function feedOf(record: StreamRecord, index: number): { feed: FeedReference; peer: PeerReference } {
  const feed = record.feeds[index];
  const peer = feed && record.peers[feed.peer];
  if (!feed || !peer) throw new RangeError(`record names feed ${index} of ${record.feeds.length}`);
  return { feed, peer };
}

function attributesOf(record: StreamRecord, index: number): AttributeSet {
  const attributes = record.attributeSets[index];
  if (!attributes) throw new RangeError(`record names attribute set ${index} of ${record.attributeSets.length}`);
  return attributes;
}
