import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { initiationOf } from '#protocol/bmp/messages/04-initiation.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { flagsOf, type PeerHeader } from '#protocol/bmp/peer-header.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';

export interface TableShape {
  routes: number;
  prefixesPerUpdate: number;
}

const peer: PeerHeader = {
  type: 'global',
  flags: flagsOf('adj-rib-in-pre', '192.0.2.2'),
  view: 'adj-rib-in-pre',
  distinguisher: new Uint8Array(8),
  address: '192.0.2.2',
  asn: 64_496,
  bgpId: '192.0.2.2',
  timeSeconds: 1_700_000_000,
  timeMicroseconds: 0,
};

const open: Open = {
  version: 4,
  asn: 64_496,
  holdTime: 180,
  bgpId: '192.0.2.2',
  capabilities: [{ code: 65, name: 'four-octet-as', asn: 64_496 }],
};

/** Initiation, Peer Up, the table as /24 with paths of 3 to 6 AS numbers and 0 to 3 communities, End-of-RIB. */
export function generatedDump({ routes, prefixesPerUpdate }: TableShape): Uint8Array {
  const tlvs = [textTlv(informationTypes.sysName, 'bench'), textTlv(informationTypes.sysDescr, 'generated')];
  const parts = [encodeBmpMessage(initiationOf(tlvs)), encodeBmpMessage(peerUp)];
  for (let first = 0; first < routes; first += prefixesPerUpdate) {
    const count = Math.min(prefixesPerUpdate, routes - first);
    parts.push(routeMonitoring(updateOf(first, count)));
  }
  parts.push(routeMonitoring({ ...emptyUpdate(), endOfRib: ipv4Unicast }));
  return Buffer.concat(parts);
}

const peerUp: BmpMessage = {
  type: 'peer-up',
  peer,
  localAddress: '192.0.2.1',
  localPort: 179,
  remotePort: 40_000,
  sentOpen: open,
  receivedOpen: open,
  tlvs: [],
};

const routeMonitoring = (update: Update): Uint8Array =>
  encodeBmpMessage({ type: 'route-monitoring', peer, updates: [update], tlvs: [] });

function updateOf(first: number, count: number): Update {
  const routes = Array.from({ length: count }, (_, index) => routeOf(first + index));
  const asns = Array.from({ length: 3 + (first % 4) }, (_, hop) => 64_496 + ((first * 31 + hop * 7919) % 70_000));
  const communities = Array.from({ length: first % 4 }, (_, index) => 64_496 * 65_536 + ((first + index) % 1000));
  return {
    ...emptyUpdate(),
    announced: [{ family: ipv4Unicast, nextHop: '192.0.2.2', linkLocalNextHop: null, routes }],
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns }],
      ...(communities.length > 0 && { communities }),
      unknown: [],
    },
  };
}

/** 1.0.0.0/24 and on. */
function routeOf(number: number): Nlri {
  const block = number + 0x010000;
  const { address, prefixLength } = parsePrefix(`${block >> 16}.${(block >> 8) & 255}.${block & 255}.0/24`);
  return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}
