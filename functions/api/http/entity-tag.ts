import { createHash } from 'node:crypto';
import type { MediaType } from './media-types.ts';
import { Problem } from './problem.ts';

/** Weak: the same content at another time differs in `meta`. */
export function digestTag(content: object, mediaType: MediaType): string {
  const digest = createHash('sha256').update(mediaType).update(JSON.stringify(content)).digest('base64url');
  return `W/"${digest.slice(0, 22)}"`;
}

/** Of a document that is written: strong, so that If-Match can name it (RFC 9110 §13.1.1). */
export const versionTag = (version: number): string => `"v${version}"`;

/** RFC 9110 §13.1.2, weak comparison. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (text: string): string => text.replace(/^W\//, '');
  return listed(ifNoneMatch).some((given) => given === '*' || opaque(given) === opaque(tag));
}

/** RFC 9110 §13.1.1, strong comparison; `*` is whatever is current. @throws Problem 428, 412 */
export function requireMatch(ifMatch: string | undefined, current: string): void {
  if (ifMatch === undefined) throw preconditionRequired();
  if (!current.startsWith('W/') && listed(ifMatch).some((given) => given === '*' || given === current)) return;
  throw new Problem('precondition-failed', `If-Match is not the current entity tag, which is ${current}.`, {
    headers: { etag: current },
  });
}

export const preconditionRequired = (): Problem =>
  new Problem('precondition-required', 'If-Match has to name the entity tag of what is to be replaced.');

const listed = (header: string): string[] => header.split(',').map((tag) => tag.trim());
