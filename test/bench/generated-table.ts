import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { initiationOf } from '#protocol/bmp/messages/04-initiation.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { flagsOf, type PeerHeader } from '#protocol/bmp/peer-header.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { asnOfPeer, attributesOf } from './generated-attributes.ts';
import { type TablePlan, tablePlan } from './table-plan.ts';

export interface TableShape {
  routes: number;
  /** On average: the routes that share a set of attributes. */
  prefixesPerUpdate: number;
  /** Of the times in the messages, from the first to the last. */
  seconds?: number;
}

/** Of a set that has more, several messages. */
const mostPrefixesPerUpdate = 500;
const beganAt = 1_700_000_000;

/** Initiation, Peer Up, a table as full ones are, End-of-RIB. */
export function generatedDump({ routes, prefixesPerUpdate, seconds = 0 }: TableShape): Uint8Array {
  const plan = tablePlan(routes, prefixesPerUpdate);
  return Buffer.concat([generatedInitiation(), ...generatedPeer(plan, 0, seconds)]);
}

export function generatedInitiation(): Uint8Array {
  const tlvs = [textTlv(informationTypes.sysName, 'bench'), textTlv(informationTypes.sysDescr, 'generated')];
  return encodeBmpMessage(initiationOf(tlvs));
}

/** Peer Up, the table by the paths that this peer has, End-of-RIB; the sets in no order that the addresses have. */
export function* generatedPeer(plan: TablePlan, number: number, seconds = 0): Generator<Uint8Array> {
  const peer = peerOf(number);
  const { sets } = plan;
  const open = openOf(peer);
  yield encodeBmpMessage({ ...peerUp, peer, sentOpen: open, receivedOpen: open });
  for (let index = 0; index < sets.length; index += 1) {
    const set = shuffled(index, sets.length);
    const timed = { ...peer, timeSeconds: beganAt + Math.floor((seconds * index) / sets.length) };
    for (const update of updatesOf(plan, set, number, peer.address)) yield routeMonitoring(timed, update);
  }
  yield routeMonitoring(peer, { ...emptyUpdate(), endOfRib: ipv4Unicast });
}

export function peerOf(number: number): PeerHeader {
  const address = `192.0.2.${2 + number}`;
  return {
    type: 'global',
    flags: flagsOf('adj-rib-in-pre', address),
    view: 'adj-rib-in-pre',
    distinguisher: new Uint8Array(8),
    address,
    asn: asnOfPeer(number),
    bgpId: address,
    timeSeconds: beganAt,
    timeMicroseconds: 0,
  };
}

const openOf = ({ asn, bgpId }: PeerHeader): Open => ({
  version: 4,
  asn,
  holdTime: 180,
  bgpId,
  capabilities: [{ code: 65, name: 'four-octet-as', asn }],
});

const peerUp = {
  type: 'peer-up',
  localAddress: '192.0.2.1',
  localPort: 179,
  remotePort: 40_000,
  tlvs: [],
} as const satisfies Partial<BmpMessage>;

const routeMonitoring = (peer: PeerHeader, update: Update): Uint8Array =>
  encodeBmpMessage({ type: 'route-monitoring', peer, updates: [update], tlvs: [] });

/** A step that has no divisor in common with any number of sets that is no multiple of it reaches every set once. */
const shuffled = (index: number, count: number): number => (index * (count % 7919 === 0 ? 1 : 7919)) % count;

function* updatesOf(plan: TablePlan, set: number, peer: number, nextHop: string): Generator<Update> {
  const attributes = attributesOf(set, peer);
  const routes = (plan.sets[set] ?? []).map((route) => routeOf(plan, route));
  for (let first = 0; first < routes.length; first += mostPrefixesPerUpdate) {
    const some = routes.slice(first, first + mostPrefixesPerUpdate);
    const announced = [{ family: ipv4Unicast, nextHop, linkLocalNextHop: null, routes: some }];
    yield { ...emptyUpdate(), announced, attributes };
  }
}

function routeOf({ addresses, lengths }: TablePlan, route: number): Nlri {
  const bits = addresses[route] ?? 0;
  const prefixLength = lengths[route] ?? 0;
  const octets = Uint8Array.of(bits >>> 24, bits >>> 16, bits >>> 8, bits);
  const address = octets.slice(0, Math.ceil(prefixLength / 8));
  return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}
