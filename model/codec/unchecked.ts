/**
 * The wire format of Protocol Buffers where every octet costs: no check of room, which the caller has made, and no call per
 * message. Each writes at `position` and gives where it ended.
 */

/** Of fields up to 15. `wire` is the wire type. */
export function writeTag(buf: Uint8Array, position: number, field: number, wire: number): number {
  buf[position] = (field << 3) | wire;
  return position + 1;
}

/** A varint below 2^53. */
export function writeUnsigned(buf: Uint8Array, position: number, value: number): number {
  let to = position;
  let left = value;
  while (left > 0x7fffffff) {
    buf[to++] = (left % 0x80) | 0x80;
    left = Math.floor(left / 0x80);
  }
  while (left > 0x7f) {
    buf[to++] = (left & 0x7f) | 0x80;
    left >>>= 7;
  }
  buf[to++] = left;
  return to;
}

/** Tag, and room for a length of one octet; gives where the content begins. */
export function openBytes(buf: Uint8Array, position: number, field: number): number {
  return writeTag(buf, position, field, 2) + 1;
}

/** Fills in the length of what lies between `content` and `end`, and moves that where the length takes more than one octet. */
export function closeBytes(buf: Uint8Array, content: number, end: number): number {
  const length = end - content;
  if (length < 0x80) {
    buf[content - 1] = length;
    return end;
  }
  const more = length < 0x4000 ? 1 : length < 0x200000 ? 2 : 3;
  buf.copyWithin(content + more, content, end);
  writeUnsigned(buf, content - 1, length);
  return end + more;
}
