import type { PbfWriter } from 'pbf';
import type { PeerTypeName } from '#protocol/bmp/peer-header.ts';
import type { FeedReference, PeerReference } from '../record.ts';
import { fieldsOf, names, number, text, writeNumber, writeOptionalText, writeText } from './wire.ts';

const views = names('view', {
  1: 'adj-rib-in-pre',
  2: 'adj-rib-in-post',
  3: 'loc-rib',
  4: 'adj-rib-out-pre',
  5: 'adj-rib-out-post',
});

const assignedPeerTypes: readonly PeerTypeName[] = ['global', 'rd', 'local', 'loc-rib'];

const peerTypeNamed = (code: number): PeerTypeName => assignedPeerTypes[code] ?? `type-${code}`;

function peerTypeNumber(type: PeerTypeName): number {
  const assigned = assignedPeerTypes.indexOf(type);
  return assigned >= 0 ? assigned : Number(type.slice('type-'.length));
}

export const emptyPeer = (): PeerReference => ({ type: 'global', distinguisher: '', address: '', asn: 0, bgpId: '' });

export function writePeer(peer: PeerReference, pbf: PbfWriter): void {
  writeNumber(pbf, 1, peerTypeNumber(peer.type));
  writeText(pbf, 2, peer.distinguisher);
  writeText(pbf, 3, peer.address);
  writeNumber(pbf, 4, peer.asn);
  writeText(pbf, 5, peer.bgpId);
}

export const peerFields = fieldsOf<PeerReference>({
  1: number((peer, value) => {
    peer.type = peerTypeNamed(value);
  }),
  2: text((peer, value) => {
    peer.distinguisher = value;
  }),
  3: text((peer, value) => {
    peer.address = value;
  }),
  4: number((peer, value) => {
    peer.asn = value;
  }),
  5: text((peer, value) => {
    peer.bgpId = value;
  }),
});

export const emptyFeed = (): FeedReference => ({ peer: 0, view: 'adj-rib-in-pre', afi: 0, safi: 0 });

export function writeFeed(feed: FeedReference, pbf: PbfWriter): void {
  writeNumber(pbf, 1, feed.peer);
  pbf.writeVarintField(2, views.numberOf(feed.view));
  writeNumber(pbf, 3, feed.afi);
  writeNumber(pbf, 4, feed.safi);
  if (feed.table !== undefined) writeOptionalText(pbf, 5, feed.table);
}

export const feedFields = fieldsOf<FeedReference>({
  1: number((feed, value) => {
    feed.peer = value;
  }),
  2: views.field((feed, value) => {
    feed.view = value;
  }),
  3: number((feed, value) => {
    feed.afi = value;
  }),
  4: number((feed, value) => {
    feed.safi = value;
  }),
  5: text((feed, value) => {
    feed.table = value;
  }),
});
