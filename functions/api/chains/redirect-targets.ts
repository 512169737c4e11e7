import type { RedirectTargetRow } from '#model/api-chain-rows.ts';
import { elementStates } from '#model/api-rows.ts';
import { type RedirectQuestion, type RedirectTarget, redirectTargets } from '#model/chains/redirect-targets.ts';
import type { ElementState } from '#model/state.ts';
import { timeText } from '../http/clock.ts';
import { Problem } from '../http/problem.ts';
import { tally } from '../http/tally.ts';

/** The best of them. @throws Problem 404 that says what there is instead */
export function targetRows(elements: readonly ElementState[], asked: RedirectQuestion, most: number) {
  const targets = redirectTargets(elements, asked).slice(0, most);
  if (targets.length === 0) throw new Problem('no-complete-element', insteadOf(elements, asked));
  return targets.map(targetRow);
}

const targetRow = (target: RedirectTarget): RedirectTargetRow => ({ ...target, since: timeText(target.since) });

/** `nj has 2 elements: 1 half-open, 1 draining.` */
function insteadOf(elements: readonly ElementState[], { location, role, family }: RedirectQuestion): string {
  const here = elements.filter((element) => location === undefined || element.location === location);
  const where = location === undefined ? 'There are' : `${location} has`;
  if (here.length === 0) return `${where} no elements.`;
  const states = here.map(({ state, flap }) => (flap.flapping ? flapping : state));
  const counts = Object.entries(tally(states, [...elementStates, flapping])).filter(([, count]) => count > 0);
  const text = `${where} ${here.length} element${here.length === 1 ? '' : 's'}: ${counts
    .map(([state, count]) => `${count} ${state}`)
    .join(', ')}`;
  const isUnfit = states.includes('complete') && (role !== undefined || family !== undefined);
  return isUnfit ? `${text}, none with ${wantedText(role, family)}.` : `${text}.`;
}

const flapping = 'flapping';

function wantedText(role: string | undefined, family: string | undefined): string {
  const of = role === undefined ? 'live service prefixes on all sides' : `a live service prefix of role ${role}`;
  return family === undefined ? of : `${of} in ${family}`;
}
