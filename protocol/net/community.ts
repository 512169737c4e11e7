import { TextError } from '../errors.ts';
import { formatIpv4 } from './address.ts';
import { hexOf } from './hex.ts';

/** `13979:100`, RFC 1997. */
export function formatCommunity(community: number): string {
  return `${community >>> 16}:${community & 0xffff}`;
}

/** The inverse of `formatCommunity`; throws TextError. */
export function parseCommunity(text: string): number {
  const [, high, low] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  const [administrator, value] = [Number(high), Number(low)];
  if (!(administrator <= 0xffff && value <= 0xffff)) throw new TextError(`no community: ${text}`);
  return administrator * 0x10000 + value;
}

/** `13979:1:4`, RFC 8092 §5. */
export function formatLargeCommunity(community: readonly [number, number, number]): string {
  return community.join(':');
}

/** Type to the text of the six octets behind type and sub-type, RFC 4360 §3, RFC 5668 §2. */
const administrators = new Map<number, (octets: Uint8Array, view: DataView) => string>([
  [0x00, (_, view) => `${view.getUint16(2)}:${view.getUint32(4)}`],
  [0x01, (octets, view) => `${formatIpv4(octets, 2)}:${view.getUint16(6)}`],
  [0x02, (_, view) => `${view.getUint32(2)}:${view.getUint16(6)}`],
]);

const subTypeNames = new Map([
  [0x02, 'rt'],
  [0x03, 'soo'],
]);

/** `rt:65000:11`, `soo:10.0.0.1:5`; any other as type and sub-type and the rest in hex, `0x030b:000000000064`. */
export function formatExtendedCommunity(community: Uint8Array): string {
  const [type = 0, subType = 0] = community;
  const administrator = administrators.get(type);
  const name = subTypeNames.get(subType);
  if (administrator === undefined || name === undefined)
    return `0x${hexOf(community.subarray(0, 2))}:${hexOf(community.subarray(2))}`;
  return `${name}:${administrator(community, new DataView(community.buffer, community.byteOffset, 8))}`;
}
