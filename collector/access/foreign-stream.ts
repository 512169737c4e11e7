import type { FramingError } from '#protocol/errors.ts';

/** What a stream looks like whose first octet is no version of BMP, by that octet. */
const looks: Readonly<Record<number, string>> = {
  13: 'it looks like a PROXY header, and the source is no trusted proxy',
  22: 'it looks like TLS, on the port without it',
  80: 'it looks like a PROXY header of version 1',
};

/** What the sender of a stream that is no BMP may have meant; null where nothing suggests itself. */
export function foreignStream({ reason, offset }: Pick<FramingError, 'reason' | 'offset'>): string | null {
  const version = /^BMP version (\d+)$/.exec(reason)?.[1];
  return offset === 0 && version !== undefined ? (looks[Number(version)] ?? null) : null;
}
