import { createHash } from 'node:crypto';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { latin1 } from '../octets/octets-text.ts';

/**
 * Which route of its feed, in a family: equal exactly when a later row replaces an earlier one, and in the order in which
 * routes are stored and listed. Labels and whatever else a withdrawal need not repeat are no part of it (RFC 8277 §2.4).
 *
 * One character an octet. Of a prefix: the address at its full width, the length, the route distinguisher; so a prefix stands
 * before those that it covers, whatever their distinguishers. Of other families: what the family says. The path identifier
 * comes last, behind a character that no octet is.
 */
export type RouteKey = string;

/** What an NLRI is recognised by; of `address` only the octets that `prefixLength` makes significant are looked at. */
export type NlriParts = Pick<Nlri, 'prefixLength' | 'address' | 'routeDistinguisher' | 'pathId' | 'nlri'>;

export const addressOctets = { 4: 4, 6: 16 } as const;

const pathMark = '\u0100';
/** A key has to fit a cursor; that of a longer NLRI ends in its digest. */
const longestKey = 320;
const digestOctets = 32;

export function routeKeyOf(familyName: string): (nlri: NlriParts) => RouteKey {
  const family = familyNamed(familyName);
  const ipVersion = family?.ipVersion ?? null;
  const keyOfPrefix = ipVersion === null ? undefined : prefixKeyOf(addressOctets[ipVersion]);
  return (parts) => {
    const { pathId, nlri } = parts;
    const key =
      nlri === null && keyOfPrefix ? keyOfPrefix(parts) : bounded(family?.key(whole(parts)) ?? nlri ?? noOctets);
    return pathId === null ? key : key + pathMark + text32(pathId);
  };
}

/** The key without its path identifier. */
export function nlriKeyOf(key: RouteKey): RouteKey {
  const end = key.indexOf(pathMark);
  return end === -1 ? key : key.slice(0, end);
}

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

function bounded(key: Uint8Array): string {
  if (key.length <= longestKey) return latin1(key);
  const digest = createHash('sha256').update(key).digest();
  return latin1(key.subarray(0, longestKey - digestOctets)) + latin1(digest);
}

const whole = (parts: NlriParts): Nlri => ({ labels: null, ...parts });

const text32 = (value: number): string =>
  String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

const noOctets = new Uint8Array(0);
