import type { Nlri } from '#protocol/bgp/families/family.ts';
import { latin1, octetsOf } from '../octets/octets-text.ts';

/** What an NLRI is recognised by; of `address` only the octets that `prefixLength` makes significant are looked at. */
export type NlriParts = Pick<Nlri, 'prefixLength' | 'address' | 'routeDistinguisher' | 'pathId' | 'nlri'>;

/** By version of IP. */
export const addressOctets = { 4: 4, 6: 16 } as const;

/** Address and length in front of a prefix's key. */
export function prefixKeyOf(width: number): (parts: NlriParts) => string {
  if (width === addressOctets[4]) return ipv4KeyOf;
  const octets = new Uint8Array(width + 1);
  return ({ prefixLength, address, routeDistinguisher }) => {
    const significant = (prefixLength + 7) >> 3;
    for (let index = 0; index < width; index += 1) octets[index] = index < significant ? (address[index] ?? 0) : 0;
    octets[width] = prefixLength;
    const key = latin1(octets);
    return routeDistinguisher === null ? key : key + latin1(routeDistinguisher);
  };
}

/** As the general way, without its loop: tables of a million prefixes are of this kind. */
function ipv4KeyOf({ prefixLength, address, routeDistinguisher }: NlriParts): string {
  const [a = 0, b = 0, c = 0, d = 0] = address;
  const key = String.fromCharCode(
    prefixLength > 0 ? a : 0,
    prefixLength > 8 ? b : 0,
    prefixLength > 16 ? c : 0,
    prefixLength > 24 ? d : 0,
    prefixLength,
  );
  return routeDistinguisher === null ? key : key + latin1(routeDistinguisher);
}

/** Address and length of the first `length` bits of a prefix's address, which has `width` octets. */
export function maskedPrefixKey(key: string, length: number, width: number): string {
  const octets = octetsOf(key.slice(0, width + 1));
  for (let index = length >> 3; index < width; index += 1) {
    const kept = Math.max(0, length - index * 8);
    octets[index] = (octets[index] ?? 0) & (0xff00 >> kept);
  }
  octets[width] = length;
  return latin1(octets);
}

/** How long the longest prefix is that covers those of both keys. */
export function sharedPrefixLength(a: string, b: string, width: number): number {
  const most = Math.min(a.charCodeAt(width), b.charCodeAt(width));
  for (let index = 0; index * 8 < most; index += 1) {
    const differing = a.charCodeAt(index) ^ b.charCodeAt(index);
    if (differing !== 0) return Math.min(most, index * 8 + Math.clz32(differing) - 24);
  }
  return most;
}
