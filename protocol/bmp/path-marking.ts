import type { Reader } from '../bytes/reader.ts';
import type { JsonObject } from '../json.ts';

/** What the router made of a path, draft-ietf-grow-bmp-path-marking-tlv-05 §2. */
export interface PathStatus {
  /** Bitmap; 0 says that there is nothing to mark. */
  status: number;
  /** Reason codes; a TLV gives one or none. */
  reasons: readonly number[];
}

/** §3.1, from the lowest bit on. */
const statusNames: readonly string[] = [
  'invalid',
  'best',
  'nonselected',
  'primary',
  'backup',
  'non-installed',
  'best-external',
  'add-path',
  'filtered-inbound',
  'filtered-outbound',
  'stale',
  'suppressed',
];

/** §3.2, from 1 on. */
const reasonNames: readonly string[] = [
  'invalid-as-loop',
  'invalid-unresolvable-next-hop',
  'not-preferred-local-preference',
  'not-preferred-as-path-length',
  'not-preferred-origin',
  'not-preferred-med',
  'not-preferred-peer-type',
  'not-preferred-igp-cost',
  'not-preferred-router-id',
  'not-preferred-peer-address',
  'not-preferred-aigp',
];

/** Status (4), reason (2) or nothing. */
export function decodePathStatus(reader: Reader): PathStatus {
  const status = reader.u32();
  return { status, reasons: reader.remaining === 0 ? [] : [reader.u16()] };
}

/** A bit without a name is `bit-N`, a reason `reason-N`. */
export function pathStatusToJson({ status, reasons }: PathStatus): JsonObject {
  const bits = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((status >>> bit) & 1) === 1);
  return {
    status: bits.map((bit) => statusNames[bit] ?? `bit-${bit}`),
    reasons: reasons.map((reason) => reasonNames[reason - 1] ?? `reason-${reason}`),
  };
}

/** Reasons kept of one route. */
const maxReasons = 16;

/** Where several TLVs mark a route, all of them hold (§5.5). */
export function joinedStatus(left: PathStatus | undefined, right: PathStatus): PathStatus {
  if (left === undefined) return right;
  const reasons = [...new Set([...left.reasons, ...right.reasons])].slice(0, maxReasons);
  return { status: (left.status | right.status) >>> 0, reasons };
}
