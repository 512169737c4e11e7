/** The reference lab: three PEs, two service elements each, every element with a trust and an untrust session. */

export type Side = 'trust' | 'untrust';

export interface RouteSpec {
  prefix: string;
  /** 32-bit values, RFC 1997. */
  communities: number[];
}

/** A BGP session of a PE with one side of a service element. */
export interface SessionSpec {
  element: string;
  side: Side;
  peerAddress: string;
  peerAsn: number;
  /** Of the element: its two sessions share it. */
  peerBgpId: string;
  localAddress: string;
  /** The neighbour's description in the configuration of the PE. */
  description: string;
  routes: RouteSpec[];
}

export interface RouterSpec {
  sysName: string;
  sysDescr: string;
  asn: number;
  bgpId: string;
  sessions: SessionSpec[];
}

export const serviceCommunity = (value: number): number => 13979 * 2 ** 16 + value;

const sides = [
  { side: 'trust', asn: 65100, community: serviceCommunity(100), lastOctet: 1, localHost: 1, peerHost: 2 },
  { side: 'untrust', asn: 65101, community: serviceCommunity(200), lastOctet: 2, localHost: 5, peerHost: 6 },
] as const;

/** Element N has the octet 10 + N four times as BGP identifier, and thrice in its service addresses. */
function sessionsOf(number: number): SessionSpec[] {
  const octet = 10 + number;
  return sides.map(({ side, asn, community, lastOctet, localHost, peerHost }) => ({
    element: `sc${number}`,
    side,
    peerAddress: `192.168.${number}.${peerHost}`,
    peerAsn: asn,
    peerBgpId: `${octet}.${octet}.${octet}.${octet}`,
    localAddress: `192.168.${number}.${localHost}`,
    description: `sc${number}-${side}`,
    routes: [{ prefix: `${octet}.${octet}.${octet}.${lastOctet}/32`, communities: [community] }],
  }));
}

function router(sysName: string, asn: number, bgpId: string, elements: number[]): RouterSpec {
  return { sysName, sysDescr: 'FRRouting 8.4.4', asn, bgpId, sessions: elements.flatMap(sessionsOf) };
}

/** A fresh copy at each call. */
export const referenceLab = (): RouterSpec[] => [
  router('nj01emd', 65000, '10.0.0.1', [1, 2]),
  router('md04emd', 65001, '10.0.0.2', [3, 4]),
  router('la06emd', 65002, '10.0.0.3', [5, 6]),
];
