import { TextError } from '../errors.ts';
import { formatIpv4, formatIpv6, parseAddress } from './address.ts';

export interface Prefix {
  version: 4 | 6;
  /** ceil(prefixLength / 8) octets, bits beyond the length zero. */
  address: Uint8Array;
  prefixLength: number;
  /** The text had bits set beyond its length. */
  hostBitsSet: boolean;
  /** The text as it should be written. */
  canonical: string;
}

export const addressLength = { 4: 4, 6: 16 } as const;

export const octetsOfBits = (bits: number): number => (bits + 7) >> 3;

/** `10.0.0.0/8`, `2001:db8::/32`. */
export function formatPrefix(prefix: { address: Uint8Array; prefixLength: number }, version: 4 | 6): string {
  const full = paddedAddress(prefix.address, version);
  return `${version === 4 ? formatIpv4(full) : formatIpv6(full)}/${prefix.prefixLength}`;
}

/** Takes `address/length` only; throws TextError. */
export function parsePrefix(text: string): Prefix {
  const [addressText = '', lengthText = '', ...more] = text.split('/');
  const full = parseAddress(addressText);
  const version = full.length === 4 ? 4 : 6;
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(lengthText) ? Number(lengthText) : Number.NaN;
  if (more.length > 0 || !(prefixLength <= full.length * 8)) throw new TextError(`no prefix: ${text}`);
  const address = significantOctets(full, prefixLength);
  const canonical = formatPrefix({ address, prefixLength }, version);
  return { version, address, prefixLength, hostBitsSet: hasBitsBeyond(full, prefixLength), canonical };
}

/** The address at its full width of 4 or 16 octets. */
export function paddedAddress(address: Uint8Array, version: 4 | 6): Uint8Array {
  if (address.length === addressLength[version]) return address;
  const full = new Uint8Array(addressLength[version]);
  full.set(address.subarray(0, full.length));
  return full;
}

/** Cuts an address to ceil(length / 8) octets with the bits beyond the length cleared; a view where nothing is to clear. */
export function significantOctets(address: Uint8Array, prefixLength: number): Uint8Array {
  const significant = address.subarray(0, octetsOfBits(prefixLength));
  const mask = (0xff00 >> (prefixLength & 7)) & 0xff;
  const last = significant.length - 1;
  const lastOctet = significant[last] ?? 0;
  if (mask === 0 || (lastOctet & ~mask) === 0) return significant;
  const cleared = new Uint8Array(significant);
  cleared[last] = lastOctet & mask;
  return cleared;
}

function hasBitsBeyond(full: Uint8Array, prefixLength: number): boolean {
  const kept = significantOctets(full, prefixLength);
  return full.some((octet, at) => octet !== (kept[at] ?? 0));
}
