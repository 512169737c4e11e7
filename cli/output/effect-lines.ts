import type { RulesEffect } from '#model/api-chain-rows.ts';
import { type ChangeSign, paintChange } from '../terminal.ts';
import { cellText } from './columns.ts';

type Change = RulesEffect['elements'][number];

const kinds = {
  locations: 'router',
  announcements: 'announcement',
  elements: 'element',
  groups: 'group',
  chains: 'chain',
  findings: 'finding',
} as const satisfies Partial<Record<keyof RulesEffect, string>>;

/** What would become of the live state, a change a line, and how much that is. */
export function* effectLines(effect: RulesEffect, colour: boolean): Generator<string> {
  for (const [list, kind] of Object.entries(kinds)) {
    for (const change of changesOf(effect, list)) {
      const sign = signOf(change);
      const line =
        `${sign} ${kind} ${cellText(change.id)}${placeText(change)}  ${cellText(valuesText(change))}`.trimEnd();
      yield `${colour ? paintChange(sign, line) : line}\n`;
    }
  }
  yield `${countsText(effect)}\n`;
}

export function countsText({ counts: { appear, vanish, change }, comparedWith, routers }: RulesEffect): string {
  const where = `${routers} ${routers === 1 ? 'router' : 'routers'}`;
  if (appear + vanish + change === 0) return `no change against version ${comparedWith} at ${where}`;
  return `${appear} would appear, ${vanish} vanish, ${change} change against version ${comparedWith} at ${where}`;
}

/** What the answer does not tell. */
export function effectCaveats({ partial, skipped, truncated }: RulesEffect): string[] {
  return [
    ...(partial ? [`not all routers could be looked at in time: ${skipped.map(cellText).join(' ')} left out`] : []),
    ...(truncated ? ['there are more changes than are shown; the counts are of all'] : []),
  ];
}

export const changesAnything = ({ counts: { appear, vanish, change } }: RulesEffect): boolean =>
  appear + vanish + change > 0;

const changesOf = (effect: RulesEffect, list: string): readonly Change[] =>
  list in kinds ? effect[list as keyof typeof kinds] : [];

function signOf({ from, to }: Change): ChangeSign {
  if (from === null) return '+';
  return to === null ? '-' : '~';
}

/** An id that begins with the router says it already. */
const placeText = ({ id, router }: Change): string =>
  router === null || id.startsWith(router) ? '' : ` at ${cellText(router)}`;

/** `state complete`; of what changes, only that: `state complete -> half-open`. */
function valuesText({ from, to }: Change): string {
  if (from === null || to === null) {
    return Object.entries(from ?? to ?? {})
      .map(([name, value]) => `${name} ${wordOf(value)}`)
      .join(', ');
  }
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((name) => ({ name, before: wordOf(from[name]), after: wordOf(to[name]) }))
    .filter(({ before, after }) => before !== after)
    .map(({ name, before, after }) => `${name} ${before} -> ${after}`)
    .join(', ');
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(wordOf).join(' ') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
