import type { AttributeSet } from '#model/record.ts';
import { evpn } from '#protocol/bgp/families/25-70-evpn.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { Random } from '../fuzz/random.ts';
import { type FamilyNumbers, type SessionOfElement, session } from '../model/router-voice.ts';

/** A small world, in which prefixes meet and cover one another. */
export interface SimulatedFamily extends FamilyNumbers {
  name: string;
  nlris: readonly Nlri[];
  /** The prefix that covers all; null where routes have none. */
  everything: string | null;
}

const nlri = (prefix: string, change: Partial<Nlri> = {}): Nlri => {
  const { address, prefixLength } = parsePrefix(prefix);
  return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null, ...change };
};

const ipv4 = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/9',
  '10.1.0.0/16',
  '10.1.1.0/24',
  '10.1.1.1/32',
  '10.128.0.0/9',
].concat(['11.0.0.0/8', '11.11.11.1/32', '11.11.11.2/32', '192.0.2.0/24', '192.0.2.128/25', '255.255.255.255/32']);
const ipv6 = ['::/0', '2001:db8::/32', '2001:db8::/48', '2001:db8:0:1::/64', '2001:db8::1/128', '2001:db9::/32'];
const distinguishers = ['65000:1', '65000:2'];

export const families: readonly SimulatedFamily[] = [
  {
    name: 'ipv4-unicast',
    afi: 1,
    safi: 1,
    nlris: [...ipv4.map((prefix) => nlri(prefix)), nlri('10.1.0.0/16', { pathId: 7 })],
    everything: '0.0.0.0/0',
  },
  { name: 'ipv6-unicast', afi: 2, safi: 1, nlris: ipv6.map((prefix) => nlri(prefix)), everything: '::/0' },
  {
    name: 'vpnv4',
    afi: 1,
    safi: 128,
    nlris: distinguishers.flatMap((text) =>
      ipv4
        .slice(0, 6)
        .map((prefix) => nlri(prefix, { routeDistinguisher: parseRouteDistinguisher(text), labels: [100] })),
    ),
    everything: '0.0.0.0/0',
  },
  { name: 'evpn', afi: 25, safi: 70, nlris: evpnRoutes(), everything: null },
];

/** MAC addresses, one of them with an IP address, and multicast, in two tables. */
function evpnRoutes(): Nlri[] {
  return distinguishers.flatMap((text) => {
    const table = { routeDistinguisher: parseRouteDistinguisher(text), ethernetTagId: 0 };
    const mac = (macAddress: string, ipAddress: string | null) =>
      evpn.toNlri({
        ...table,
        ...{
          type: 'mac-ip-advertisement',
          ethernetSegmentIdentifier: new Uint8Array(10),
          macAddress,
          ipAddress,
          labels: [0],
        },
      });
    const multicast = evpn.toNlri({ ...table, type: 'inclusive-multicast', originatingRouterAddress: '192.0.2.1' });
    return [
      mac('00:00:5e:00:53:01', null),
      mac('00:00:5e:00:53:01', '192.0.2.7'),
      mac('00:00:5e:00:53:02', null),
      multicast,
    ];
  });
}

const macIpAdvertisement = 2;
const [segmentAt, segmentEnd, labelOctets] = [10, 20, 3];

/** With a set goes a label, which is no part of what a MAC route is recognised by (RFC 7432 §7.2). */
export function labeled(nlri: Nlri, med: number): Nlri {
  if (nlri.nlri?.[0] !== macIpAdvertisement) return nlri;
  const octets = nlri.nlri.slice();
  octets[octets.length - 1] = med;
  return { ...nlri, nlri: octets };
}

/** A name for what a withdrawal has to repeat. */
export function routeName({ pathId, prefixLength, address, routeDistinguisher, nlri }: Nlri): string {
  if (nlri === null) {
    return `${routeDistinguisher ? hexOf(routeDistinguisher) : ''} ${hexOf(address)}/${prefixLength} ${pathId ?? ''}`;
  }
  if (nlri[0] !== macIpAdvertisement) return hexOf(nlri);
  return hexOf(nlri.subarray(0, segmentAt)) + hexOf(nlri.subarray(segmentEnd, nlri.length - labelOctets));
}

/** Two neighbours, one that is seen through Loc-RIB alone and never comes up, and the views that the router feeds of each. */
export interface Neighbour {
  peer: SessionOfElement;
  views: readonly View[];
  /** GoBGP sends no Peer Up for its Loc-RIB. */
  comesUp: boolean;
}

export const neighbours: readonly [Neighbour, ...Neighbour[]] = [
  { peer: session('192.168.1.2', 65100, '11.11.11.0'), views: ['adj-rib-in-pre', 'adj-rib-in-post'], comesUp: true },
  { peer: session('192.168.1.6', 65200, '11.11.12.0'), views: ['adj-rib-in-pre'], comesUp: true },
  { peer: { ...session('0.0.0.0', 65000, '10.0.0.1'), type: 'loc-rib' }, views: ['loc-rib'], comesUp: false },
];

/** A handful of sets, told apart by MED; one is long. */
export function attributesOf(med: number): Partial<AttributeSet> {
  const communities = med === 3 ? Array.from({ length: 200 }, (_, index) => 65_000 * 65_536 + index) : [];
  return { med, communities };
}

export const meds = 4;

export const pickNlri = (random: Random, { nlris }: SimulatedFamily): Nlri => random.pick(nlris);
