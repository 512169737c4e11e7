import { createHash } from 'node:crypto';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { latin1 } from '../octets/octets-text.ts';
import { addressOctets, type NlriParts, prefixKeyOf } from './prefix-key.ts';
import { cutNlri } from './stored-nlri.ts';

/**
 * Which route of its feed, in a family: equal exactly when a later row replaces an earlier one, and in the order in which
 * routes are stored and listed. Labels and whatever else a withdrawal need not repeat are no part of it (RFC 8277 §2.4).
 *
 * One character an octet. Of a prefix: the address at its full width, the length, the route distinguisher; so a prefix stands
 * before those that it covers, whatever their distinguishers. Of other families: what the family says. The path identifier
 * comes last, behind a character that no octet is.
 */
export type RouteKey = string;

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
    const key = nlri === null && keyOfPrefix ? keyOfPrefix(parts) : bounded(keyOctets(family, parts));
    return pathId === null ? key : key + pathMark + text32(pathId);
  };
}

/** The key without its path identifier. */
export function nlriKeyOf(key: RouteKey): RouteKey {
  const end = key.indexOf(pathMark);
  return end === -1 ? key : key.slice(0, end);
}

/** One that was cut says nothing but its octets. */
function keyOctets(family: Family | undefined, parts: NlriParts): Uint8Array {
  const isCut = parts.nlri !== null && cutNlri(parts.nlri) !== null;
  return (isCut ? parts.nlri : (family?.key(whole(parts)) ?? parts.nlri)) ?? noOctets;
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
