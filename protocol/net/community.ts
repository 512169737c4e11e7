import { TextError } from '../errors.ts';
import { communityNamed } from './well-known-communities.ts';

/** `13979:100`, RFC 1997. */
export function formatCommunity(community: number): string {
  return `${community >>> 16}:${community & 0xffff}`;
}

/** The inverse of `formatCommunity`; takes the name of a well-known one too. Throws TextError. */
export function parseCommunity(text: string): number {
  const known = communityNamed(text);
  if (known !== undefined) return known;
  const [, high, low] = /^(\d{1,5}):(\d{1,5})$/.exec(text) ?? [];
  const [administrator, value] = [Number(high), Number(low)];
  if (!(administrator <= 0xffff && value <= 0xffff)) throw new TextError(`no community: ${text}`);
  return administrator * 0x10000 + value;
}

/** `13979:1:4`, RFC 8092 §5. */
export function formatLargeCommunity(community: readonly [number, number, number]): string {
  return community.join(':');
}
