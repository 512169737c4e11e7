import { formatIpv6 } from '../net/address.ts';
import { attributeFlags, categoryMask, extendedLengthFlag } from './attributes/attribute.ts';
import type { BgpContext } from './context.ts';
import { ipv4Unicast } from './families/1-1-ipv4-unicast.ts';
import { ipv6Unicast } from './families/2-1-ipv6-unicast.ts';
import { type NextHops, noNextHop } from './route-set.ts';

/**
 * What full tables consist of: an UPDATE that announces unicast prefixes with common attributes, IPv4 in the classic field or
 * IPv6 in MP_REACH_NLRI, and nothing about it to remark. It is found out and read where it lies, with no object made; every
 * other UPDATE, and every doubt, is decodeUpdate's.
 */
export class PlainUpdate {
  octets: Uint8Array = new Uint8Array(0);
  family = ipv4Unicast;
  /** Of MP_REACH_NLRI; null where NEXT_HOP has it. */
  nextHops: NextHops | null = null;
  /** The prefixes, as PackedPrefixes has them. */
  prefixesStart = 0;
  prefixesEnd = 0;
  prefixCount = 0;
  /** Of all attributes, in octets. */
  attributesLength = 0;
  /** Of each attribute by its type code; 0 where it is absent. */
  readonly #starts = new Uint32Array(codes);
  readonly #ends = new Uint32Array(codes);
  #lastAddresses = new Uint8Array(0);
  #lastNextHops: NextHops = noNextHop;

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
    if (attributesEnd > end || !this.#readAttributes(attributesStart, attributesEnd, session)) return false;
    const read = this.#has(mpReachNlri)
      ? this.#readMultiprotocol(attributesEnd, end)
      : this.#readClassic(attributesEnd, end);
    return read && !session.addPath(this.family.afi, this.family.safi);
  }

  #readClassic(start: number, end: number): boolean {
    this.family = ipv4Unicast;
    this.nextHops = null;
    return this.#has(nextHop) && this.#readPrefixes(start, end, 32);
  }

  /** AFI (2), SAFI (1), next hop length (1), next hop, reserved (1), prefixes; the classic field is empty, and NEXT_HOP means nothing. */
  #readMultiprotocol(attributesEnd: number, end: number): boolean {
    const { octets } = this;
    const start = this.startOf(mpReachNlri);
    const addresses = start + 4;
    const length = octets[start + 3] ?? 0;
    const prefixes = addresses + length + 1;
    if (attributesEnd !== end || (length !== 16 && length !== 32) || prefixes > end) return false;
    this.family = ipv6Unicast;
    this.nextHops = this.#nextHopsAt(addresses, length);
    this.#starts[nextHop] = 0;
    return this.#readPrefixes(prefixes, this.endOf(mpReachNlri), 128);
  }

  /** Most messages have those of the one before. */
  #nextHopsAt(start: number, length: number): NextHops {
    const last = this.#lastAddresses;
    if (last.length === length && last.every((octet, at) => octet === this.octets[start + at]))
      return this.#lastNextHops;
    const addresses = this.octets.slice(start, start + length);
    const linkLocalNextHop = length === 32 ? formatIpv6(addresses.subarray(16)) : null;
    this.#lastAddresses = addresses;
    this.#lastNextHops = { nextHop: formatIpv6(addresses.subarray(0, 16)), linkLocalNextHop };
    return this.#lastNextHops;
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
    return this.#has(origin) && this.#has(asPath);
  }

  #has(code: number): boolean {
    return this.#starts[code] !== 0;
  }

  #readPrefixes(start: number, end: number, most: number): boolean {
    const { octets } = this;
    let at = start;
    let count = 0;
    while (at < end) {
      const bits = octets[at] ?? 0;
      if (bits > most) return false;
      at += 1 + ((bits + 7) >> 3);
      const unused = -bits & 7;
      if (unused !== 0 && ((octets[at - 1] ?? 0) & ((1 << unused) - 1)) !== 0) return false;
      count++;
    }
    this.prefixesStart = start;
    this.prefixesEnd = end;
    this.prefixCount = count;
    return at === end && count > 0;
  }
}

const origin = 1;
const asPath = 2;
const nextHop = 3;
const mpReachNlri = 14;

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

const isIpv6Unicast: Form['isPlain'] = (octets, start, end) =>
  end - start > 5 && u16(octets, start) === ipv6Unicast.afi && octets[start + 2] === ipv6Unicast.safi;

/** By type code. */
const forms: (Form | undefined)[] = [];
forms[origin] = { flags: wellKnown, isPlain: (octets, start, end) => end - start === 1 && (octets[start] ?? 3) < 3 };
forms[asPath] = { flags: wellKnown, isPlain: isPlainPath };
forms[nextHop] = { flags: wellKnown, isPlain: ofLength(4) };
forms[4] = { flags: optional, isPlain: ofLength(4) };
forms[5] = { flags: wellKnown, isPlain: ofLength(4) };
forms[6] = { flags: wellKnown, isPlain: ofLength(0) };
forms[7] = { flags: optionalTransitive, isPlain: ofLength(8) };
forms[8] = { flags: optionalTransitive, isPlain: manyOf(4) };
forms[9] = { flags: optional, isPlain: ofLength(4) };
forms[10] = { flags: optional, isPlain: manyOf(4) };
forms[mpReachNlri] = { flags: optional, isPlain: isIpv6Unicast };
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
