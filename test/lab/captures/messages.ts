/**
 * Counts messages the way a person with a hex dump would: version, length, type (RFC 7854 §4.1), next. Deliberately not the
 * product's framer, which is what the counts are held against.
 */
export interface MessageCount {
  /** Complete messages. */
  messages: number;
  /** Complete messages by type name; types that do not occur are left out. */
  byType: Record<string, number>;
  /** Octets of complete messages. */
  bytes: number;
  /** Octets after the last complete message. */
  rest: number;
}

/** RFC 7854 §10.1, by code. */
export const typeNames = [
  'route-monitoring',
  'statistics-report',
  'peer-down',
  'peer-up',
  'initiation',
  'termination',
  'route-mirroring',
];

const headerLength = 6;

export function countMessages(stream: Uint8Array): MessageCount {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const byType: Record<string, number> = {};
  let offset = 0;
  let messages = 0;
  while (stream.length - offset >= headerLength) {
    const length = view.getUint32(offset + 1);
    if (length < headerLength || offset + length > stream.length) break;
    const type = typeNames[view.getUint8(offset + 5)] ?? 'unknown';
    byType[type] = (byType[type] ?? 0) + 1;
    messages += 1;
    offset += length;
  }
  return { messages, byType, bytes: offset, rest: stream.length - offset };
}
