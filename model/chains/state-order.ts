import type { ElementState, ElementStatus } from '../state.ts';

/** How fit for traffic an element is that has this state: 0 is best. */
const ranks: Readonly<Record<ElementStatus, number>> = {
  complete: 0,
  draining: 1,
  learning: 2,
  stale: 3,
  rejected: 4,
  'half-open': 5,
  conflict: 6,
  lost: 7,
};

export const compareStates = (a: ElementStatus, b: ElementStatus): number => ranks[a] - ranks[b];

export const worstOf = (states: readonly ElementStatus[]): ElementStatus =>
  states.reduce((worst, state) => (compareStates(state, worst) > 0 ? state : worst), 'complete');

/** What an element counts as in groups, chains and locations: one that changes all the time cannot be relied on. */
export const countedState = ({ state, flap }: Pick<ElementState, 'state' | 'flap'>): ElementStatus =>
  flap.flapping ? 'half-open' : state;

/** By their code units: the same wherever it is asked. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
