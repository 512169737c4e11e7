/** Octets of the length field of a sub-TLV, RFC 9012 §2. */
export function lengthWidth(code: number): 1 | 2 {
  return code < 128 ? 1 : 2;
}
