import { routerOf } from '../partition.ts';
import type { ElementState } from '../state.ts';

/** Where an element has sessions. The id of an announcement begins with that of its peer, and that with the router's. */
export function routersOf({ routerId, interfaces }: Pick<ElementState, 'routerId' | 'interfaces'>): Set<string> {
  return new Set([routerId, ...Object.values(interfaces).flat().map(routerOf)]);
}

/** Roles that it has or should have: one that loses a side stays what it is. */
export function rolesOf({ interfaces, required }: Pick<ElementState, 'interfaces' | 'required'>): Set<string> {
  return new Set([...required, ...Object.keys(interfaces)]);
}

export const servesLive = ({ services }: Pick<ElementState, 'services'>, role: string): boolean =>
  services[role]?.some(({ live }) => live) ?? false;
