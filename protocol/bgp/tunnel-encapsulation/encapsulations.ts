import { tunnelTypes } from '../../net/tunnel-type.ts';
import { struct } from '../fields/composite.ts';
import { flags, reserved, u16, u24, u32 } from '../fields/numbers.ts';
import { macAddress, rest } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';

/** RFC 9012 §3.2.1 and §3.2.2; the flags V and M say which of the two fields mean something. */
const virtualNetwork = struct({
  flags: flags('virtual-network-id', 'mac-address'),
  virtualNetworkId: u24,
  macAddress,
  reserved: reserved(u16),
});

/** RFC 9012 §3.2.3. */
const l2tpv3 = struct({ sessionId: u32, cookie: rest });

/** RFC 9012 §3.2.4 and §3.2.5. */
const gre = struct({ key: u32 });

/** Sub-TLV 1, which each type of tunnel has in its own form. */
export const encapsulations = [
  { tunnelType: tunnelTypes.l2tpv3, subTlv: tlv(1, 'l2tpv3-encapsulation', l2tpv3, 'RFC 9012') },
  { tunnelType: tunnelTypes.gre, subTlv: tlv(1, 'gre-encapsulation', gre, 'RFC 9012') },
  { tunnelType: tunnelTypes.vxlan, subTlv: tlv(1, 'vxlan-encapsulation', virtualNetwork, 'RFC 9012') },
  { tunnelType: tunnelTypes.nvgre, subTlv: tlv(1, 'nvgre-encapsulation', virtualNetwork, 'RFC 9012') },
  { tunnelType: tunnelTypes.mplsInGre, subTlv: tlv(1, 'mpls-in-gre-encapsulation', gre, 'RFC 9012') },
] as const;
