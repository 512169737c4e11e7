import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { SetText } from './row.ts';

/** What an announcement says of its route. */
export interface Announced {
  nlri: Nlri;
  set: SetText;
}

/** Labels are no part of a route's key, so that one with others is the same route, and has changed. */
export const saysTheSame = (a: Announced, b: Announced): boolean => a.set === b.set && sameLabels(a.nlri, b.nlri);

function sameLabels({ labels: a }: Nlri, { labels: b }: Nlri): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((label, index) => label === b[index]);
}
