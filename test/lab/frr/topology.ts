/** The reference lab: three service PEs, two service elements at each, a Trust and an Untrust session per element. */

export type Role = 'trust' | 'untrust';

export interface Attachment {
  role: Role;
  peAddress: string;
  elementAddress: string;
  /** AS of the element on this side. */
  asn: number;
  community: string;
  prefix: string;
  /** Interface name in the PE's namespace. */
  peInterface: string;
}

export interface Element {
  name: string;
  bgpId: string;
  attachments: Record<Role, Attachment>;
  /** Untagged prefixes it announces on its Trust side besides, so that a dump takes a while. */
  bulkPrefixes: number;
}

export interface Pe {
  name: string;
  location: string;
  deviceId: string;
  asn: number;
  bgpId: string;
  managementAddress: string;
  elements: Element[];
}

/** RFC 2544 benchmarking range: not in use on any machine the lab may run on. */
export const management = { bridge: 'bmplab', address: '198.18.255.1', prefixLength: 24 } as const;

export const stationPort = 11019;

const linkPrefixLength = 30;
export const linkAddress = (address: string): string => `${address}/${linkPrefixLength}`;

const sides: Record<Role, { asn: number; community: string; hosts: [pe: number, element: number]; octet: number }> = {
  trust: { asn: 65100, community: '13979:100', hosts: [1, 2], octet: 1 },
  untrust: { asn: 65101, community: '13979:200', hosts: [5, 6], octet: 2 },
};

function attachment(role: Role, number: number): Attachment {
  const { asn, community, hosts, octet } = sides[role];
  const service = number + 10;
  return {
    role,
    peAddress: `192.168.${number}.${hosts[0]}`,
    elementAddress: `192.168.${number}.${hosts[1]}`,
    asn,
    community,
    prefix: `${service}.${service}.${service}.${octet}/32`,
    peInterface: `sc${number}-${role}`,
  };
}

function element(number: number, bulkPrefixes = 0): Element {
  const service = number + 10;
  return {
    name: `sc${number}`,
    bgpId: `${service}.${service}.${service}.${service}`,
    attachments: { trust: attachment('trust', number), untrust: attachment('untrust', number) },
    bulkPrefixes,
  };
}

function pe(number: number, location: string, deviceId: string, elements: Element[]): Pe {
  return {
    name: `${location}${deviceId}`,
    location,
    deviceId,
    asn: 64999 + number,
    bgpId: `10.0.0.${number}`,
    managementAddress: `198.18.255.${10 + number}`,
    elements,
  };
}

export const sc1 = element(1);
export const sc2 = element(2, 3000);
export const sc3 = element(3);
export const sc4 = element(4);
export const sc5 = element(5);
export const sc6 = element(6);

export const nj = pe(1, 'nj', '01emd', [sc1, sc2]);
export const md = pe(2, 'md', '04emd', [sc3, sc4]);
export const la = pe(3, 'la', '06emd', [sc5, sc6]);

export const pes: readonly Pe[] = [nj, md, la];

export const attachmentsOf = (element: Element): Attachment[] => Object.values(element.attachments);

/** The untagged prefixes of an element: 10.66.x.y/32. */
export const bulkPrefixesOf = (element: Element): string[] =>
  Array.from({ length: element.bulkPrefixes }, (_, index) => `10.66.${index >> 8}.${index & 255}/32`);
