import type { AsPathSegment } from '#protocol/bgp/attributes/values.ts';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { notificationOf } from '#protocol/bgp/notification.ts';
import type { Open } from '#protocol/bgp/open.ts';
import type { Update } from '#protocol/bgp/update.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { flagsOf, type PeerHeader, type View } from '#protocol/bmp/peer-header.ts';
import { informationTypes, terminationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import type { RouterSpec, RouteSpec, SessionSpec } from './reference-lab.ts';

/** What a PE of the lab says, as BMP messages. Shapes are those of the FRR 8.4 captures. */

const ipv4Unicast = familyOf(1, 1);
const holdTime = 30;

export function initiation({ sysName, sysDescr }: RouterSpec): BmpMessage {
  const tlvs = [textTlv(informationTypes.sysDescr, sysDescr), textTlv(informationTypes.sysName, sysName)];
  return { type: 'initiation', tlvs, sysName, sysDescr };
}

export function peerHeader(session: SessionSpec, view: View, now: number): PeerHeader {
  return {
    type: 'global',
    flags: flagsOf(view, session.peerAddress),
    view,
    distinguisher: new Uint8Array(8),
    address: session.peerAddress,
    asn: session.peerAsn,
    bgpId: session.peerBgpId,
    timeSeconds: Math.floor(now / 1000),
    timeMicroseconds: (now % 1000) * 1000,
  };
}

export function peerUp(router: RouterSpec, session: SessionSpec, now: number): BmpMessage {
  return {
    type: 'peer-up',
    peer: peerHeader(session, 'adj-rib-in-pre', now),
    localAddress: session.localAddress,
    localPort: 41_000,
    remotePort: 179,
    sentOpen: open(router.asn, router.bgpId, router.sysName),
    receivedOpen: open(session.peerAsn, session.peerBgpId, session.element),
    tlvs: [textTlv(informationTypes.string, session.description)],
  };
}

function open(asn: number, bgpId: string, hostName: string): Open {
  return { version: 4, asn, holdTime, bgpId, capabilities: capabilities(asn, hostName) };
}

const capabilities = (asn: number, hostName: string): Capability[] => [
  { code: 1, name: 'multiprotocol', afi: 1, safi: 1 },
  { code: 2, name: 'route-refresh' },
  { code: 65, name: 'four-octet-as', asn },
  { code: 73, name: 'fqdn', hostName, domainName: '' },
];

/** RFC 7854 §4.9: 1 local with NOTIFICATION, 2 local without, 3 remote with NOTIFICATION, 4 remote without. */
export type PeerDownReason = 1 | 2 | 3 | 4;

/** Cease, administrative shutdown (RFC 4486 §4). */
const administrativeShutdown = notificationOf(6, 2, new Uint8Array());
const administrativeStop = 2;

export function peerDown(session: SessionSpec, reason: PeerDownReason, now: number): BmpMessage {
  const withNotification = reason === 1 || reason === 3;
  return {
    type: 'peer-down',
    peer: peerHeader(session, 'adj-rib-in-pre', now),
    reason,
    notification: withNotification ? administrativeShutdown : null,
    fsmEventCode: reason === 2 ? administrativeStop : null,
    data: new Uint8Array(),
    tlvs: [],
  };
}

/** The PE's local AS stands in front, as FRR's local-as puts it there. */
export function announcement(router: RouterSpec, session: SessionSpec, view: View, route: RouteSpec, now: number) {
  const asPath: AsPathSegment[] = [{ type: 'sequence', asns: [router.asn, session.peerAsn] }];
  // An empty COMMUNITIES attribute is malformed, RFC 7606 §7.8.
  const communities = route.communities.length > 0 && { communities: route.communities };
  return routeMonitoring(session, view, now, {
    announced: [
      { family: ipv4Unicast, nextHop: session.peerAddress, linkLocalNextHop: null, routes: [nlri(route.prefix)] },
    ],
    withdrawn: [],
    attributes: { origin: 'igp', asPath, med: 0, ...communities, unknown: [] },
    endOfRib: null,
    issues: [],
  });
}

export function withdrawal(session: SessionSpec, view: View, prefix: string, now: number): BmpMessage {
  return routeMonitoring(session, view, now, {
    announced: [],
    withdrawn: [{ family: ipv4Unicast, nextHop: null, linkLocalNextHop: null, routes: [nlri(prefix)] }],
    attributes: { unknown: [] },
    endOfRib: null,
    issues: [],
  });
}

export function endOfRib(session: SessionSpec, view: View, now: number): BmpMessage {
  return routeMonitoring(session, view, now, {
    announced: [],
    withdrawn: [],
    attributes: { unknown: [] },
    endOfRib: ipv4Unicast,
    issues: [],
  });
}

function routeMonitoring(session: SessionSpec, view: View, now: number, update: Update): BmpMessage {
  return { type: 'route-monitoring', peer: peerHeader(session, view, now), updates: [update], tlvs: [] };
}

function nlri(prefix: string): Nlri {
  const { address, prefixLength } = parsePrefix(prefix);
  return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}

/** Duplicates, updates and loops are zero in a lab; what counts is the gauge of the Adj-RIB-In (type 7). */
export function statistics(session: SessionSpec, routes: number, now: number): BmpMessage {
  const counters = [0, 1, 2, 3, 4, 5, 11].map((type) => counter(type, 0, 4));
  counters.push(counter(7, routes, 8));
  return { type: 'statistics-report', peer: peerHeader(session, 'adj-rib-in-pre', now), counters };
}

function counter(type: number, value: number, octets: 4 | 8) {
  const raw = new Uint8Array(octets);
  new DataView(raw.buffer).setUint32(octets - 4, value);
  return { type, name: '', afi: null, safi: null, value: BigInt(value), raw };
}

/** RFC 7854 §4.5, reason 0: administratively closed. */
export function termination(): BmpMessage {
  return {
    type: 'termination',
    tlvs: [{ type: terminationTypes.reason, value: new Uint8Array(2), text: null }],
    reason: 0,
  };
}
