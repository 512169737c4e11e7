import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { formatAddress, parseAddress } from '../../net/address.ts';
import type { DecodeContext } from '../context.ts';
import type { Family } from '../families/family.ts';
import { type NextHops, noNextHop } from '../route-set.ts';

/** SAFIs whose next hops stand behind a route distinguisher: RFC 9552 §5.5, RFC 4364 §4.3.2 with RFC 4659 §3.2.1, RFC 6514 §10. */
const distinguishedSafis = new Set([72, 128, 129]);

/** Octets of the route distinguisher in front of each address; it is zero. */
const distinguisherOf = ({ safi }: Family): number => (distinguishedSafis.has(safi) ? 8 : 0);

/** Octets of an address, and of the route distinguisher in front of each. */
interface Layout {
  distinguisher: number;
  address: number;
}

/** The length alone tells the form: RFC 4760 §3, RFC 2545 §3, RFC 4364 §4.3.2, RFC 4659 §3.2.1, RFC 8950 §3. */
const layouts = new Map<number, Layout>([
  [4, { distinguisher: 0, address: 4 }],
  [12, { distinguisher: 8, address: 4 }],
  [16, { distinguisher: 0, address: 16 }],
  [24, { distinguisher: 8, address: 16 }],
  [32, { distinguisher: 0, address: 16 }],
  [48, { distinguisher: 8, address: 16 }],
]);

/** Of two addresses the second is link-local. */
export function decodeNextHop(reader: Reader, family: Family, { issues }: DecodeContext): NextHops {
  const { offset } = reader;
  const octets = reader.rest();
  if (octets.length === 0) return noNextHop;
  const layout = layouts.get(octets.length);
  if (layout === undefined) {
    issues.push({ code: 14, reason: `next hop of ${octets.length} octets`, outcome: 'note', offset });
    return { ...noNextHop, nextHopOctets: octets };
  }
  const nextHop = addressAt(octets, 0, layout);
  const second = layout.distinguisher + layout.address;
  const linkLocalNextHop = octets.length > second ? addressAt(octets, second, layout) : null;
  const nextHopOctets = isUsual(octets, layout, family) ? undefined : octets;
  return { nextHop, linkLocalNextHop, nextHopOctets };
}

export function encodeNextHop(writer: Writer, family: Family, nextHops: NextHops): void {
  const { nextHop, linkLocalNextHop, nextHopOctets } = nextHops;
  if (nextHopOctets !== undefined) {
    writer.bytes(nextHopOctets);
    return;
  }
  for (const address of [nextHop, linkLocalNextHop])
    if (address !== null) writer.zeros(distinguisherOf(family)).bytes(parseAddress(address));
}

function addressAt(octets: Uint8Array, at: number, { distinguisher, address }: Layout): string {
  const start = at + distinguisher;
  return formatAddress(octets.subarray(start, start + address));
}

/** Whether the addresses alone give the octets again: distinguishers of zero, and only where the family has them. */
function isUsual(octets: Uint8Array, { distinguisher, address }: Layout, family: Family): boolean {
  if (distinguisher !== distinguisherOf(family)) return false;
  for (let at = 0; at < octets.length; at += distinguisher + address)
    for (let index = at; index < at + distinguisher; index++) if (octets[index] !== 0) return false;
  return true;
}
