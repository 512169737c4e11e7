import { createHash } from 'node:crypto';
import type { Nlri } from '#protocol/bgp/families/family.ts';

/** All NLRI that a family of the codec can read are shorter, but for those of link-state, which may have 64 KB (RFC 9552 §5.1). */
export const mostNlriOctets = 8 * 1024;
/** Behind what is kept of a longer one: how long it was, and its SHA-256. */
const lengthOctets = 4;
const tail = lengthOctets + 32;

/**
 * The NLRI as log and base have it. One that is too long is cut, and says so by being longer than any other; it is still told
 * from all others, so that a withdrawal finds it.
 */
export function storedNlri(whole: Nlri): Nlri {
  const { nlri } = whole;
  if (nlri === null || nlri.length <= mostNlriOctets) return whole;
  const octets = new Uint8Array(mostNlriOctets + tail);
  octets.set(nlri.subarray(0, mostNlriOctets));
  new DataView(octets.buffer).setUint32(mostNlriOctets, nlri.length);
  octets.set(createHash('sha256').update(nlri).digest(), mostNlriOctets + lengthOctets);
  return { ...whole, nlri: octets };
}

/** What is kept of octets of a stored NLRI that was cut, and how many are not; null of one that is whole. */
export function cutNlri(nlri: Uint8Array): { kept: Uint8Array; cutOctets: number } | null {
  if (nlri.length <= mostNlriOctets) return null;
  const { buffer, byteOffset } = nlri;
  const length = new DataView(buffer, byteOffset).getUint32(mostNlriOctets);
  return { kept: nlri.subarray(0, mostNlriOctets), cutOctets: length - mostNlriOctets };
}
