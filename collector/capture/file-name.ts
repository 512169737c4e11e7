import { createHash } from 'node:crypto';

/** Letters, digits and `-` as they are, other octets as `_` and two hex digits: nothing that a file system or a URL reads into it. */
const safe = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^A-Za-z0-9-]/g, (octet) => `_${octet.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** File systems take names of 255 octets. */
const longest = 160;

/** A router's name in the names of files: a long one is cut, and told from others by a digest. */
export function routerFolder(routerId: string): string {
  const name = safe(routerId);
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(routerId).digest('hex').slice(0, 32);
  return `${name.slice(0, longest - digest.length - 2)}__${digest}`;
}

/** `slot` is the number of the file, begun anew when as many as are kept have been written. */
export const captureFileName = (routerId: string, captureId: string, slot: number): string =>
  `${routerFolder(routerId)}/${safe(captureId)}/${String(slot).padStart(4, '0')}.bmp`;
