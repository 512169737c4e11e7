import type { Json } from '../../json.ts';
import { mplsLabel } from '../../net/mpls-label.ts';
import { flags } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { type PmsiTunnelIdentifier, pmsiTunnels } from './pmsi-tunnels.ts';

export interface PmsiTunnel {
  /** IANA "P-Multicast Service Interface (PMSI) Tunnel Attribute Flags". */
  flags: number;
  /** 24 bits: an MPLS label in the upper 20 (RFC 6514 §5), or a VNI (RFC 8365 §9). */
  label: number;
  /** Of a composite tunnel, the label (24 bits) on which its sender takes ingress replication, RFC 8317. */
  receiveLabel: number | null;
  tunnel: PmsiTunnelIdentifier;
}

/** Type codes of tunnels that are composite, RFC 8317: this bit and the code of the tunnel to send on. */
const compositeBit = 0x80;
const lastComposite = 0xfa;

/**
 * Flags (1), tunnel type (1), label (3), tunnel identifier. An undefined type is malformed by RFC 6514 §5; it is kept here,
 * because the router has taken it, and knows types that are younger than this table.
 */
export const pmsiTunnel = defineAttribute<'pmsiTunnel', PmsiTunnel>({
  code: 22,
  name: 'pmsiTunnel',
  reference: 'RFC 6514, RFC 8317, RFC 8556, RFC 9574',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  decode(reader) {
    const [flags, type, label] = [reader.u8(), reader.u8(), reader.u24()];
    const composite = type >= compositeBit && type <= lastComposite;
    const receiveLabel = composite ? reader.u24() : null;
    const tunnel = pmsiTunnels.decode(composite ? type & ~compositeBit : type, reader);
    return { flags, label, receiveLabel, tunnel };
  },
  encode(writer, { flags, label, receiveLabel, tunnel }) {
    const type = pmsiTunnels.codeOf(tunnel);
    writer
      .u8(flags)
      .u8(receiveLabel === null ? type : type | compositeBit)
      .u24(label);
    if (receiveLabel !== null) writer.u24(receiveLabel);
    pmsiTunnels.encode(writer, tunnel);
  },
  toJson: ({ flags, label, receiveLabel, tunnel }) => ({
    flags: flagNames.toJson(flags & ~replicationMask) ?? [],
    ...replicationRole(flags, tunnel),
    ...labelToJson('label', 'vni', label),
    ...(receiveLabel === null ? {} : labelToJson('receiveLabel', 'receiveVni', receiveLabel)),
    tunnel: pmsiTunnels.toJson(tunnel),
  }),
});

/** RFC 7902, RFC 8534, RFC 9574 (bits 3 to 6), RFC 6514. */
const flagNames = flags(
  '0x80',
  'extension',
  'leaf-information-required-per-flow',
  '0x10',
  '0x08',
  'prune-broadcast-multicast',
  'prune-unknown-unicast',
  'leaf-information-required',
);

/** RFC 9574 §4: bits 3 and 4. */
const replicationMask = 0x18;
const replicationRoles = ['regular-nve', 'replicator', 'leaf', 'reserved'] as const;

/** Shown where there is one: the bits are zero in all that has to do with no assisted replication. */
function replicationRole(flags: number, { type }: PmsiTunnelIdentifier): { [key: string]: Json } {
  const role = replicationRoles[(flags & replicationMask) >> 3] ?? null;
  return role === replicationRoles[0] && type !== 'assisted-replication' ? {} : { assistedReplicationRole: role };
}

/** Both readings: which one is meant, an extended community says. */
const labelToJson = (label: string, vni: string, value: number): { [key: string]: Json } => ({
  [label]: mplsLabel(value),
  [vni]: value,
});
