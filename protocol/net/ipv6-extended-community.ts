import { formatIpv6 } from './address.ts';
import { formatFields } from './extended-community.ts';
import { type CommunityField, decimal, redirection, reserved } from './extended-community-fields.ts';
import { hexOf } from './hex.ts';

const local = [decimal(16)];

/** IANA "Transitive IPv6-Address-Specific Extended Community Types": name and what the last two octets say. */
const types = new Map<number, [name: string, fields: CommunityField[]]>([
  [0x0002, ['rt', local]],
  [0x0003, ['soo', local]],
  [0x000b, ['vrf-route-import', local]],
  [0x000c, ['redirect-to-ip', [reserved(15), redirection]]],
  [0x000d, ['rt-redirect', local]],
  [0x0010, ['vpn-distinguisher', local]],
  [0x0012, ['segmented-next-hop', local]],
  [0x0013, ['rt-record', local]],
]);

/** RFC 5701 §2, 20 octets: `rt:2001:db8::1:5`, the number behind the last colon; one that is not known in hex, as type and value. */
export function formatIpv6ExtendedCommunity(community: Uint8Array): string {
  const view = new DataView(community.buffer, community.byteOffset, 20);
  const type = types.get(view.getUint16(0));
  if (type === undefined) return `0x${hexOf(community.subarray(0, 2))}:${hexOf(community.subarray(2))}`;
  const [name, fields] = type;
  return [name, formatIpv6(community.subarray(2, 18)), ...formatFields(fields, view.getUint16(18))].join(':');
}
