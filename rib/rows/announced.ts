import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { SetText } from './row.ts';

/** What an announcement says of its route. */
export interface Announced {
  nlri: Nlri;
  set: SetText;
}

/**
 * Labels and other parts of an NLRI that its key leaves out are attributes of the route: with others it is the same route, and has
 * changed.
 */
export const saysTheSame = (a: Announced, b: Announced): boolean => a.set === b.set && sameNlri(a.nlri, b.nlri);

/** Of NLRI with the same key. */
export const sameNlri = (a: Nlri, b: Nlri): boolean =>
  a === b || (sameItems(a.labels, b.labels) && sameItems(a.nlri, b.nlri));

type Items = ArrayLike<number> | null;

function sameItems(a: Items, b: Items): boolean {
  if (a === null || b === null) return a === b;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
