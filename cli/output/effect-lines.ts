import type { RulesEffect } from '#model/api-chain-rows.ts';
import { isJsonObject } from '#model/json-object.ts';
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
  const [before, after] = [wordsOf(from), wordsOf(to)];
  if (from === null || to === null) return [...before, ...after].map(([name, word]) => `${name} ${word}`).join(', ');
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name} ${before.get(name) ?? 'none'} -> ${after.get(name) ?? 'none'}`)
    .join(', ');
}

/** Of an object its parts: `services trust 11.11.11.1/32`. */
function wordsOf(values: Change['from']): Map<string, string> {
  const flat = Object.entries(values ?? {}).flatMap(([name, value]): [string, unknown][] =>
    isJsonObject(value) ? Object.entries(value).map(([part, inner]) => [`${name} ${part}`, inner]) : [[name, value]],
  );
  return new Map(flat.map(([name, value]) => [name, wordOf(value)]));
}

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.map(wordOf).join(' ') || 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
