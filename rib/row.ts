import type { AttributeSet } from '#model/record.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';

/** What a router said last, as of `token`, of one route in one feed. */
export interface SegmentRow {
  peerId: string;
  view: View;
  nlri: Nlri;
  token: Token;
  /** When it was received, milliseconds since 1970. */
  at: number;
  /** Null: withdrawn. */
  attributes: AttributeSet | null;
}

/** Sorts by route distinguisher, address and length; a prefix stands before the longer ones it covers. */
export function compareNlri(a: Nlri, b: Nlri): number {
  return (
    compareOctets(a.routeDistinguisher ?? none, b.routeDistinguisher ?? none) ||
    compareOctets(a.nlri ?? none, b.nlri ?? none) ||
    compareOctets(a.address, b.address) ||
    a.prefixLength - b.prefixLength ||
    (a.pathId ?? -1) - (b.pathId ?? -1)
  );
}

/** Which route of its feed: equal exactly when a later row replaces an earlier one. Labels are no part of it (RFC 8277 §2.4). */
export function nlriKey(nlri: Nlri): string {
  const route = nlri.nlri ? `n${latin1(nlri.nlri)}` : `${nlri.prefixLength}/${latin1(nlri.address)}`;
  return `${nlri.pathId ?? ''}|${nlri.routeDistinguisher ? latin1(nlri.routeDistinguisher) : ''}|${route}`;
}

export const rowKey = (row: SegmentRow): string => `${row.peerId}|${row.view}|${nlriKey(row.nlri)}`;

/** One character for each octet. */
export function latin1(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

const none = new Uint8Array(0);

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
