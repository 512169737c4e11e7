/** Who a router is (never its TCP source alone): the pure half of what the collector decides when an Initiation arrives. */

export type IdentityKind =
  | 'mapped'
  | 'sys-name'
  | 'generic-sys-name'
  | 'duplicate-sys-name'
  | 'no-sys-name'
  | 'certificate';

export interface Identity {
  routerId: string;
  kind: IdentityKind;
}

/** What a connection has shown of itself so far. */
export interface Claimant {
  sysName: string | null;
  /** Remote address of the TCP connection. */
  source: string;
  /** Null as long as no message has told it. */
  bgpId: string | null;
  /** In whose name its certificate was issued; null without TLS. */
  certificateName: string | null;
}

/** Who holds a router id at present. */
export interface Holder {
  source: string;
  bgpId: string | null;
  /** It has shown a certificate in this name. */
  certified: boolean;
}

const genericNames: ReadonlySet<string> = new Set(['', 'not-defined', 'gobgp', 'bird']);

const nameWithout = 'unnamed';

/** Octets of UTF-8 stay below half of Kinesis' 256 characters, so that a qualifier fits behind. */
const maxNameLength = 100;

/** Lower case, with `-` for everything but letters, digits and `. _ : -`; at most 100 characters. */
export function normaliseSysName(sysName: string | null): string {
  const name = (sysName ?? '').normalize('NFC').trim().toLowerCase();
  const plain = name.replace(/[^\p{L}\p{N}._:-]+/gu, '-').replace(/\.+$/, '');
  return Array.from(plain).slice(0, maxNameLength).join('');
}

/** An explicit mapping, by sysName or by source; both as written and normalised. */
export function mappedIdentity(mapping: ReadonlyMap<string, string>, claimant: Claimant): Identity | null {
  const { sysName, source } = claimant;
  const routerId = mapping.get(sysName ?? '') ?? mapping.get(normaliseSysName(sysName)) ?? mapping.get(source);
  return routerId === undefined ? null : { routerId, kind: 'mapped' };
}

/** What its certificate says, or what the mapping makes of that; whatever else the connection says of itself. */
export function certificateIdentity(mapping: ReadonlyMap<string, string>, certificateName: string): Identity {
  return { routerId: mapping.get(certificateName) ?? certificateName, kind: 'certificate' };
}

/** Whether an Initiation calls the router what its certificate does: by the whole name, or its first label. */
export function agreesWith(certificateName: string, sysName: string | null): boolean {
  const name = normaliseSysName(sysName);
  return name === '' || name === certificateName || name === certificateName.split('.')[0];
}

/** The identity that needs no look at others, or null where the name identifies nobody. */
export function plainIdentity(sysName: string | null): Identity | null {
  const routerId = normaliseSysName(sysName);
  return genericNames.has(routerId) ? null : { routerId, kind: 'sys-name' };
}

/** The name qualified with the BGP identifier, or with the source where that is unknown. */
export function qualifiedIdentity(claimant: Claimant): Identity {
  const name = normaliseSysName(claimant.sysName);
  return {
    routerId: `${name === '' ? nameWithout : name}@${claimant.bgpId ?? claimant.source}`,
    kind: qualifiedKind(name),
  };
}

function qualifiedKind(name: string): IdentityKind {
  if (name === '') return 'no-sys-name';
  return genericNames.has(name) ? 'generic-sys-name' : 'duplicate-sys-name';
}

/** True where the BGP identifier of the claimant, once known, could tell it from the holder. */
export function bgpIdWouldTell(claimant: Claimant, holder: Holder): boolean {
  return claimant.bgpId === null && (holder.bgpId !== null || holder.source !== claimant.source);
}

/** Who has shown no certificate is not taken for the router that has. */
export const isUncertified = (claimant: Claimant, holder: Holder): boolean =>
  holder.certified && claimant.certificateName === null;

/** Whether a live holder of the id and the claimant are one router: by BGP identifier, else by source. */
export function isSameRouter(claimant: Claimant, holder: Holder): boolean {
  if (isUncertified(claimant, holder)) return false;
  if (claimant.bgpId !== null && holder.bgpId !== null) return claimant.bgpId === holder.bgpId;
  return claimant.source === holder.source;
}
