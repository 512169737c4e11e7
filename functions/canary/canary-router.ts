import { canaryRouterId } from '#model/canary.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { Open } from '#protocol/bgp/open.ts';
import type { Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { reasonTlv, terminationOf } from '#protocol/bmp/messages/05-termination.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { flagsOf, type PeerHeader } from '#protocol/bmp/peer-header.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { communityOf, type Nonce } from './nonce.ts';

/** Of RFC 5398 and RFC 5737: nobody's. */
const asn = 64_496;
const routerAddress = '192.0.2.1';
const peerAddress = '192.0.2.2';
const prefix = '198.51.100.0/24';

const ipv4Unicast = familyOf(1, 1);
const holdTime = 180;

/**
 * What a router says that has one peer with one route: to the end of its dump. The peer is of the router's own AS, and the route
 * bears no tag: whatever the rules say, no element can come of it that traffic might be led to.
 * @param now milliseconds since 1970
 */
export function dumpOf(nonce: Nonce, now: number): Uint8Array[] {
  const peer = peerHeader(now);
  const messages: BmpMessage[] = [initiation(), peerUp(peer), announcement(peer, nonce), endOfRib(peer)];
  return messages.map((message) => encodeBmpMessage(message));
}

/** RFC 7854 §4.5, reason 0: administratively closed. A session that ends so is not lost. */
export const farewell = (): Uint8Array => encodeBmpMessage(terminationOf([reasonTlv(0)]));

function initiation(): BmpMessage {
  const sysDescr = 'the station itself, to see whether a route comes through';
  const tlvs = [textTlv(informationTypes.sysDescr, sysDescr), textTlv(informationTypes.sysName, canaryRouterId)];
  return { type: 'initiation', tlvs, sysName: canaryRouterId, sysDescr };
}

function peerHeader(now: number): PeerHeader {
  return {
    type: 'global',
    flags: flagsOf('adj-rib-in-pre', peerAddress),
    view: 'adj-rib-in-pre',
    distinguisher: new Uint8Array(8),
    address: peerAddress,
    asn,
    bgpId: peerAddress,
    timeSeconds: Math.floor(now / 1000),
    timeMicroseconds: (now % 1000) * 1000,
  };
}

function peerUp(peer: PeerHeader): BmpMessage {
  const ports = { localPort: 41_000, remotePort: 179 };
  const opens = { sentOpen: open(routerAddress), receivedOpen: open(peerAddress) };
  return { type: 'peer-up', peer, localAddress: routerAddress, ...ports, ...opens, tlvs: [] };
}

const open = (bgpId: string): Open => ({
  version: 4,
  asn,
  holdTime,
  bgpId,
  capabilities: [
    { code: 1, name: 'multiprotocol', afi: 1, safi: 1 },
    { code: 65, name: 'four-octet-as', asn },
  ],
});

function announcement(peer: PeerHeader, nonce: Nonce): BmpMessage {
  const { address, prefixLength } = parsePrefix(prefix);
  const route = { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
  return routeMonitoring(peer, {
    announced: [{ family: ipv4Unicast, nextHop: peerAddress, linkLocalNextHop: null, routes: [route] }],
    withdrawn: [],
    attributes: { origin: 'igp', asPath: [], localPref: 100, largeCommunities: [communityOf(nonce)], unknown: [] },
    endOfRib: null,
    issues: [],
  });
}

const endOfRib = (peer: PeerHeader): BmpMessage =>
  routeMonitoring(peer, {
    announced: [],
    withdrawn: [],
    attributes: { unknown: [] },
    endOfRib: ipv4Unicast,
    issues: [],
  });

const routeMonitoring = (peer: PeerHeader, update: Update): BmpMessage => ({
  type: 'route-monitoring',
  peer,
  updates: [update],
  tlvs: [],
});
