import type { ElementState, ServiceAddress } from '../state.ts';
import { rolesOf } from './element-facts.ts';
import { compareText } from './state-order.ts';

export interface RedirectTarget {
  elementId: string;
  location: string;
  router: string;
  /** Role to live service prefixes. */
  services: Record<string, string[]>;
  /** The first of the role; null where there is none. */
  trust: string | null;
  untrust: string | null;
  /** Since when it has been complete. */
  since: number;
}

export interface RedirectQuestion {
  location?: string | undefined;
  /** It must have a live address of this role; without it, of each that it requires. */
  role?: string | undefined;
  /** Only addresses of this family. */
  family?: string | undefined;
}

/** Elements that traffic can be led to now: complete, not draining, not flapping. The one that has been so for longest comes first. */
export function redirectTargets(elements: Iterable<ElementState>, asked: RedirectQuestion): RedirectTarget[] {
  return [...elements]
    .filter((element) => isUsable(element) && (asked.location === undefined || element.location === asked.location))
    .flatMap((element) => targetOf(element, asked) ?? [])
    .sort((a, b) => a.since - b.since || compareText(a.elementId, b.elementId));
}

/** A part of an element is none that one could be led through. */
const isUsable = ({ span, state, flap }: ElementState): boolean =>
  span === null && state === 'complete' && !flap.flapping;

function targetOf(element: ElementState, { role, family }: RedirectQuestion): RedirectTarget | null {
  const services = Object.fromEntries(
    Object.entries(element.services).map(([name, all]) => [name, livePrefixes(all, family)]),
  );
  const wanted = role === undefined ? element.required : [role];
  if (role !== undefined && !rolesOf(element).has(role)) return null;
  if (wanted.some((name) => (services[name] ?? []).length === 0)) return null;
  const { id, location, routerId, since } = element;
  const { trust: [trust = null] = [], untrust: [untrust = null] = [] } = services;
  return { elementId: id, location, router: routerId, services, trust, untrust, since };
}

const livePrefixes = (all: readonly ServiceAddress[], wanted: string | undefined): string[] =>
  all.filter(({ live, family }) => live && (wanted === undefined || family === wanted)).map(({ prefix }) => prefix);
