/** FNV-1a over words of four octets, 30 bits: what V8 holds without a box. */
export function hashOf(octets: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ wordAt(octets, at), 0x01000193);
  for (; at < end; at++) hash = Math.imul(hash ^ (octets[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

const wordAt = (octets: Uint8Array, at: number): number =>
  (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8) | ((octets[at + 2] ?? 0) << 16) | ((octets[at + 3] ?? 0) << 24);
