import type { DiscoveryRules } from '../rules/discovery-rules.ts';
import type { ElementStatus, FlapState } from '../state.ts';

type Holds = Pick<DiscoveryRules['holds'], 'flapTransitions' | 'flapSeconds'>;

/** What the event feed is to be told. `flapping`: from now on it will hear no more; `rested`: it hears again. */
export type Telling = 'change' | 'flapping' | 'rested' | null;

/**
 * An element that changes too often is told of once more, and then again when it has come to rest. That it was learned is no
 * change of its own.
 */
export function damped(
  prior: FlapState | undefined,
  from: ElementStatus | null,
  to: ElementStatus,
  at: number,
  { flapTransitions, flapSeconds }: Holds,
): { flap: FlapState; tell: Telling } {
  if (prior === undefined) return { flap: { transitions: [], flapping: false, told: to }, tell: 'change' };
  const counts = from !== null && from !== to && from !== 'learning';
  const made = counts ? [...prior.transitions, at] : prior.transitions;
  const recent = made.filter((time) => at - time < flapSeconds * 1000).slice(-flapTransitions);
  // Kept as they are until there is something to say, so that time alone changes no document.
  const transitions = counts || prior.flapping ? recent : prior.transitions;
  const flapping = recent.length >= flapTransitions;
  const tell = tellingOf(prior, flapping, to);
  return { flap: { transitions, flapping, told: tell === null ? prior.told : to }, tell };
}

function tellingOf({ flapping: wasFlapping, told }: FlapState, flapping: boolean, to: ElementStatus): Telling {
  if (flapping) return wasFlapping ? null : 'flapping';
  if (wasFlapping) return 'rested';
  return told === to ? null : 'change';
}
