import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { formatIpv4, formatIpv6, parseAddress } from '../../net/address.ts';
import type { DecodeContext } from '../context.ts';
import type { Family } from '../families/family.ts';
import type { NextHops } from '../route-set.ts';

const distinguisherLength = 8;
const vpnSafis = new Set([128, 129]);

type Layout = (reader: Reader) => NextHops;

const single =
  (format: (octets: Uint8Array) => string, length: number, before = 0): Layout =>
  (reader) => {
    reader.skip(before);
    return { nextHop: format(reader.take(length)), linkLocalNextHop: null };
  };

const withLinkLocal =
  (before = 0): Layout =>
  (reader) => {
    reader.skip(before);
    const nextHop = formatIpv6(reader.take(16));
    reader.skip(before);
    return { nextHop, linkLocalNextHop: formatIpv6(reader.take(16)) };
  };

/** The length alone tells the form: RFC 4760 §3, RFC 2545 §3, RFC 4364 §4.3.2, RFC 4659 §3.2.1, RFC 8950 §3. */
const layouts = new Map<number, Layout>([
  [0, () => ({ nextHop: null, linkLocalNextHop: null })],
  [4, single(formatIpv4, 4)],
  [16, single(formatIpv6, 16)],
  [32, withLinkLocal()],
  [12, single(formatIpv4, 4, distinguisherLength)],
  [24, single(formatIpv6, 16, distinguisherLength)],
  [48, withLinkLocal(distinguisherLength)],
]);

export function decodeNextHop(reader: Reader, { issues }: DecodeContext): NextHops {
  const layout = layouts.get(reader.remaining);
  if (layout !== undefined) return layout(reader);
  issues.push({ code: 14, reason: `next hop of ${reader.remaining} octets`, outcome: 'note', offset: reader.offset });
  return { nextHop: null, linkLocalNextHop: null };
}

export function encodeNextHop(writer: Writer, family: Family, nextHop: string | null, linkLocal: string | null): void {
  for (const address of [nextHop, linkLocal]) {
    if (address === null) continue;
    if (vpnSafis.has(family.safi)) writer.zeros(distinguisherLength);
    writer.bytes(parseAddress(address));
  }
}
