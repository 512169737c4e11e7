import { hexOf } from '../../net/hex.ts';
import type { LinkStateObject, UnknownObject } from './nlri.ts';
import { formatRouterId } from './router-id.ts';
import type { RawTlv } from './tlv.ts';

type Descriptor = LinkStateObject['descriptors'][number];
type LinkOrPrefixDescriptor = Exclude<Descriptor, RawTlv>;
type NodeDescriptor = Exclude<Extract<Descriptor, { name: 'localNode' }>['value'][number], RawTlv>;
type Named = LinkOrPrefixDescriptor | NodeDescriptor;

type Texts = { [Name in Named['name']]: (value: Extract<Named, { name: Name }>['value']) => string };

/** The letters of IOS XR's legend, where it has one: that of confederation members is ours. */
const texts: Texts = {
  localNode: (value) => `N${shown(value)}`,
  remoteNode: (value) => `R${shown(value)}`,
  autonomousSystem: (value) => `c${value}`,
  bgpLsIdentifier: (value) => `b${value}`,
  ospfAreaId: (value) => `a${value}`,
  igpRouterId: (value) => (value.length === 6 || value.length === 7 ? 's' : 'r') + formatRouterId(value),
  bgpRouterId: (value) => `q${value}`,
  bgpConfederationMember: (value) => `m${value}`,
  localIpv4RouterId: (value) => `te${value}`,
  localIpv6RouterId: (value) => `te${value}`,
  linkIdentifiers: ({ local, remote }) => `l${local}.${remote}`,
  ipv4InterfaceAddress: (value) => `i${value}`,
  ipv4NeighborAddress: (value) => `n${value}`,
  ipv6InterfaceAddress: (value) => `i${value}`,
  ipv6NeighborAddress: (value) => `n${value}`,
  multiTopologyIds: (value) => `t${value.map(({ id }) => id).join(',')}`,
  ospfRouteType: (value) => `o0x${value.toString(16)}`,
  ipReachability: (value) => `p${value}`,
  srv6Sid: (value) => `s${value}`,
  srPolicyCandidatePath: (value) =>
    `po${value.protocolOrigin}][f0x${value.flags.toString(16)}][e${value.endpoint}][cl${value.color}` +
    `][as${value.originatorAsn}][oa${value.originatorAddress}][di${value.discriminator}`,
};

/** NLRI type, and what holds the descriptors that are of no node. */
const letters: { [Type in LinkStateObject['type']]: readonly [object: string, descriptors: string] } = {
  node: ['V', ''],
  link: ['E', 'L'],
  'ipv4-prefix': ['T', 'P'],
  'ipv6-prefix': ['T', 'P'],
  'sr-policy-candidate-path': ['P', 'C'],
  'srv6-sid': ['S', 'S'],
};

/** By protocol identifier. */
const protocols = ['', 'L1', 'L2', 'O', 'D', 'S', 'O3', 'B', 'RSVP', 'SR'];

/**
 * As IOS XR shows it, without the length at the end: `[E][L2][I0x0][N[c65000][b0.0.0.0][s0000.0000.0001.00]][R…][L[i10.0.0.1][n10.0.0.2]]`.
 * A descriptor that is not understood is `[?type:hex]`, an NLRI of another type `[U][type][hex]`.
 */
export function formatObject(value: LinkStateObject | UnknownObject): string {
  if (value.type === 'unknown') return `[U][${value.nlriType}][${hexOf(value.octets)}]`;
  const [object, holder] = letters[value.type];
  const protocol = protocols[value.protocolId] || value.protocolId;
  const descriptors: readonly Descriptor[] = value.descriptors;
  const [nodes, others] = [descriptors.filter(isNode), descriptors.filter((one) => !isNode(one))];
  const last = others.length === 0 ? '' : `[${holder}${shown(others)}]`;
  return `[${object}][${protocol}][I0x${value.identifier.toString(16)}]${shown(nodes)}${last}`;
}

const isNode = (descriptor: Descriptor): boolean =>
  'name' in descriptor && (descriptor.name === 'localNode' || descriptor.name === 'remoteNode');

function shown(descriptors: readonly (Named | RawTlv)[]): string {
  return descriptors.map((one) => `[${'octets' in one ? `?${one.type}:${hexOf(one.octets)}` : textOf(one)}]`).join('');
}

/** The one place where a text and its value, both found by name, are known to fit. */
const textOf = ({ name, value }: Named): string => (texts[name] as (value: unknown) => string)(value);
