import type { ElementState, ElementStatus } from '../state.ts';
import { servesLive } from './element-facts.ts';

export interface PartsVerdict {
  state: ElementStatus;
  /** Required roles that no part has live. */
  missing: string[];
  /** Roles that parts at two routers claim for different addresses. */
  contested: string[];
}

/** What the parts of an element that stand come to together. Those that are lost say nothing any more. */
export function judgeParts(parts: readonly ElementState[], required: readonly string[]): PartsVerdict {
  const standing = parts.filter(({ state }) => state !== 'lost');
  const missing = required.filter((role) => !standing.some((part) => servesLive(part, role)));
  const contested = contestedRoles(standing);
  const verdict = (state: ElementStatus): PartsVerdict => ({ state, missing, contested });
  const has = (wanted: ElementStatus): boolean => standing.some(({ state }) => state === wanted);

  if (standing.length === 0) return verdict('lost');
  if (contested.length > 0 || has('conflict')) return verdict('conflict');
  if (missing.length > 0) return verdict(has('learning') ? 'learning' : has('rejected') ? 'rejected' : 'half-open');
  if (needed(standing, required, 'stale').length > 0) return verdict('stale');
  if (has('draining')) return verdict('draining');
  return verdict(needed(standing, required, 'learning').length > 0 ? 'learning' : 'complete');
}

/** Parts in this state without which a role would not be live: a second home that is being learned takes nothing away. */
export function needed(
  parts: readonly ElementState[],
  required: readonly string[],
  wanted: ElementStatus,
): ElementState[] {
  const others = parts.filter(({ state }) => state !== wanted);
  const roles = required.filter((role) => !others.some((part) => servesLive(part, role)));
  return parts.filter((part) => part.state === wanted && roles.some((role) => servesLive(part, role)));
}

/**
 * Roles for which parts at two routers have addresses of one family and none in common: these are two elements under one key.
 * With one in common it is one element with two homes.
 */
function contestedRoles(parts: readonly ElementState[]): string[] {
  const roles = new Set(parts.flatMap(({ services }) => Object.keys(services)));
  return [...roles].sort().filter((role) => {
    const claims = parts.flatMap((part) => claimsOf(part, role));
    return claims.some((claim, index) => claims.slice(index + 1).some((other) => contradicts(claim, other)));
  });
}

interface Claim {
  routerId: string;
  family: string;
  prefixes: ReadonlySet<string>;
}

/** Route distinguishers do not count: with two homes they often differ. */
function claimsOf({ routerId, services }: ElementState, role: string): Claim[] {
  const live = (services[role] ?? []).filter((service) => service.live);
  const families = Map.groupBy(live, ({ family }) => family);
  return [...families].map(([family, ofFamily]) => ({
    routerId,
    family,
    prefixes: new Set(ofFamily.map(({ prefix }) => prefix)),
  }));
}

const contradicts = (a: Claim, b: Claim): boolean =>
  a.routerId !== b.routerId && a.family === b.family && ![...a.prefixes].some((prefix) => b.prefixes.has(prefix));
