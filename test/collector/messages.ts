import { familyOf } from '#protocol/bgp/families/index.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { initiationOf } from '#protocol/bmp/messages/04-initiation.ts';
import { reasonTlv, terminationOf } from '#protocol/bmp/messages/05-termination.ts';
import { flagsOf, type PeerHeader, type View } from '#protocol/bmp/peer-header.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';

/** BMP messages as octets, for routers played in tests. */

const ipv4Unicast = familyOf(1, 1);

export const initiation = (sysName: string | null, ...texts: string[]): Uint8Array =>
  encodeBmpMessage(
    initiationOf([
      ...texts.map((text) => textTlv(informationTypes.string, text)),
      textTlv(informationTypes.sysDescr, 'FRRouting 8.4.4'),
      ...(sysName === null ? [] : [textTlv(informationTypes.sysName, sysName)]),
    ]),
  );

export const termination = (reason: number): Uint8Array => encodeBmpMessage(terminationOf([reasonTlv(reason)]));

export const peerHeader = (address = '10.1.1.2', view: View = 'adj-rib-in-pre'): PeerHeader => ({
  type: 'global',
  flags: flagsOf(view, address),
  view,
  distinguisher: new Uint8Array(8),
  address,
  asn: 65100,
  bgpId: '11.11.11.11',
  timeSeconds: 1_700_000_000,
  timeMicroseconds: 250_000,
});

/** `routerBgpId`: of the sent OPEN. */
export const peerUp = (routerBgpId: string, peer = peerHeader()): Uint8Array =>
  encodeBmpMessage({
    type: 'peer-up',
    peer,
    localAddress: '10.1.1.1',
    localPort: 179,
    remotePort: 40000,
    sentOpen: { version: 4, asn: 65000, holdTime: 90, bgpId: routerBgpId, capabilities: [] },
    receivedOpen: { version: 4, asn: 65100, holdTime: 90, bgpId: peer.bgpId, capabilities: [] },
    tlvs: [],
  });

const routeMonitoring = (update: Update, peer: PeerHeader): Uint8Array =>
  encodeBmpMessage({ type: 'route-monitoring', peer, updates: [update], tlvs: [] });

const routesOf = (prefixes: readonly string[]) =>
  prefixes.map((prefix) => {
    const { address, prefixLength } = parsePrefix(prefix);
    return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
  });

export function announcement(prefixes: readonly string[], communities: number[] = [], peer = peerHeader()): Uint8Array {
  const set = { family: ipv4Unicast, nextHop: '10.1.1.2', linkLocalNextHop: null, routes: routesOf(prefixes) };
  const attributes: Update['attributes'] = {
    origin: 'igp',
    asPath: [{ type: 'sequence', asns: [65100] }],
    ...(communities.length > 0 && { communities }),
    unknown: [],
  };
  return routeMonitoring({ ...emptyUpdate(), announced: [set], attributes }, peer);
}

export function withdrawal(prefixes: readonly string[], peer = peerHeader()): Uint8Array {
  const set = { family: ipv4Unicast, nextHop: null, linkLocalNextHop: null, routes: routesOf(prefixes) };
  return routeMonitoring({ ...emptyUpdate(), withdrawn: [set] }, peer);
}

export const endOfRib = (peer = peerHeader()): Uint8Array =>
  routeMonitoring({ ...emptyUpdate(), endOfRib: ipv4Unicast }, peer);

/** A well-framed Route Monitoring message whose UPDATE says it has more than there is. */
export function undecodable(): Uint8Array {
  const message = announcement(['10.0.0.0/8']);
  message.fill(0xff, message.length - 2);
  return message;
}

/** `count` different /24 prefixes, from 10.0.0.0/24 on. */
export const prefixes = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, index) => `10.${(first + index) >> 8}.${(first + index) & 0xff}.0/24`);
