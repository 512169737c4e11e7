import { attributeFlags, categoryMask, extendedLengthFlag } from './attributes/attribute.ts';
import type { BgpContext } from './context.ts';

/**
 * What full tables consist of: an UPDATE that announces plain IPv4 prefixes with common attributes, and nothing about it to
 * remark. It is found out and read where it lies, with no object made; every other UPDATE, and every doubt, is decodeUpdate's.
 */
export class PlainUpdate {
  octets: Uint8Array = new Uint8Array(0);
  /** The prefixes, as PackedPrefixes has them. */
  prefixesStart = 0;
  prefixesEnd = 0;
  prefixCount = 0;
  /** Of all attributes, in octets. */
  attributesLength = 0;
  /** Of each attribute by its type code; 0 where it is absent. */
  readonly #starts = new Uint32Array(codes);
  readonly #ends = new Uint32Array(codes);

  /** First octet of an attribute's value, 0 where there is no such attribute. */
  startOf(code: number): number {
    return this.#starts[code] ?? 0;
  }

  endOf(code: number): number {
    return this.#ends[code] ?? 0;
  }

  /** Takes the body of an UPDATE that lies between `start` and `end`; false where it is not of this kind. */
  read(octets: Uint8Array, start: number, end: number, session: BgpContext): boolean {
    this.octets = octets;
    const attributesStart = start + 4;
    if (attributesStart > end || u16(octets, start) !== 0) return false;
    this.attributesLength = u16(octets, start + 2);
    const attributesEnd = attributesStart + this.attributesLength;
    return (
      attributesEnd < end &&
      this.#readAttributes(attributesStart, attributesEnd, session) &&
      this.#readPrefixes(attributesEnd, end)
    );
  }

  #readAttributes(start: number, end: number, session: BgpContext): boolean {
    const { octets } = this;
    this.#starts.fill(0);
    let at = start;
    while (at < end) {
      const flags = octets[at] ?? 0;
      const code = octets[at + 1] ?? 0;
      const extended = (flags & extendedLengthFlag) !== 0;
      const valueStart = at + (extended ? 4 : 3);
      const valueEnd = valueStart + (extended ? u16(octets, at + 2) : (octets[at + 2] ?? 0));
      const form = forms[code];
      if (form === undefined || valueEnd > end || (flags & categoryMask) !== form.flags) return false;
      if (this.#has(code) || !form.isPlain(octets, valueStart, valueEnd, session)) return false;
      this.#starts[code] = valueStart;
      this.#ends[code] = valueEnd;
      at = valueEnd;
    }
    return this.#has(1) && this.#has(2) && this.#has(3);
  }

  #has(code: number): boolean {
    return this.#starts[code] !== 0;
  }

  #readPrefixes(start: number, end: number): boolean {
    const { octets } = this;
    let at = start;
    let count = 0;
    while (at < end) {
      const bits = octets[at] ?? 0;
      if (bits > 32) return false;
      at += 1 + ((bits + 7) >> 3);
      const unused = -bits & 7;
      if (unused !== 0 && ((octets[at - 1] ?? 0) & ((1 << unused) - 1)) !== 0) return false;
      count++;
    }
    this.prefixesStart = start;
    this.prefixesEnd = end;
    this.prefixCount = count;
    return at === end;
  }
}

interface Form {
  flags: number;
  /** Whether a value of these octets is well-formed, with nothing to remark. */
  isPlain(octets: Uint8Array, start: number, end: number, session: BgpContext): boolean;
}

const { wellKnown, optional, optionalTransitive } = attributeFlags;

const ofLength =
  (length: number): Form['isPlain'] =>
  (_, start, end) =>
    end - start === length;

const manyOf =
  (length: number): Form['isPlain'] =>
  (_, start, end) =>
    end > start && (end - start) % length === 0;

/** By type code. */
const forms: (Form | undefined)[] = [];
forms[1] = { flags: wellKnown, isPlain: (octets, start, end) => end - start === 1 && (octets[start] ?? 3) < 3 };
forms[2] = { flags: wellKnown, isPlain: isPlainPath };
forms[3] = { flags: wellKnown, isPlain: ofLength(4) };
forms[4] = { flags: optional, isPlain: ofLength(4) };
forms[5] = { flags: wellKnown, isPlain: ofLength(4) };
forms[6] = { flags: wellKnown, isPlain: ofLength(0) };
forms[7] = { flags: optionalTransitive, isPlain: ofLength(8) };
forms[8] = { flags: optionalTransitive, isPlain: manyOf(4) };
forms[9] = { flags: optional, isPlain: ofLength(4) };
forms[10] = { flags: optional, isPlain: manyOf(4) };
forms[16] = { flags: optionalTransitive, isPlain: manyOf(8) };
forms[32] = { flags: optionalTransitive, isPlain: manyOf(12) };

const codes = 33;

/** Four octets for an AS number, and nobody who says otherwise: then no other reading has to be weighed. */
function isPlainPath(octets: Uint8Array, start: number, end: number, session: BgpContext): boolean {
  if (!session.fourOctetAs || session.fourOctetAsNegotiated === false) return false;
  let at = start;
  while (at < end) {
    const type = octets[at] ?? 0;
    const count = octets[at + 1] ?? 0;
    if (type < 1 || type > 4 || count === 0) return false;
    at += 2 + count * 4;
  }
  return at === end;
}

const u16 = (octets: Uint8Array, at: number): number => ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
