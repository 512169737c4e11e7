import type { ElementState } from '../state.ts';
import { servesLive } from './element-facts.ts';
import { needed, type PartsVerdict } from './part-verdict.ts';

/** Why an element of several parts is not complete: which side, at which router, and what that says. */
export function reasonOfParts(
  parts: readonly ElementState[],
  required: readonly string[],
  { state, missing, contested }: PartsVerdict,
): string | null {
  switch (state) {
    case 'complete':
      return null;
    case 'conflict':
      return sentence([...contested.map((role) => contestOf(role, parts)), ...ownReasons(parts, 'conflict', required)]);
    case 'stale':
    case 'learning':
      if (missing.length === 0) return sentence(ownReasons(needed(parts, required, state), state, required));
      return sentence(missing.map((role) => lossOf(role, parts)));
    case 'draining':
      return sentence(ownReasons(parts, state, required));
    default:
      return sentence(missing.map((role) => lossOf(role, parts)));
  }
}

const sentence = (clauses: readonly string[]): string | null => (clauses.length === 0 ? null : clauses.join('; '));

/** What parts in this state say of themselves. */
function ownReasons(
  parts: readonly ElementState[],
  state: ElementState['state'],
  required: readonly string[],
): string[] {
  return parts
    .filter((part) => part.state === state)
    .map((part) => {
      const sides = required.filter((role) => servesLive(part, role)).join(' and ') || 'a part';
      const why = part.reason ?? state;
      return `${sides} at ${part.routerId}: ${why.startsWith(`${sides}: `) ? why.slice(sides.length + 2) : why}`;
    });
}

function contestOf(role: string, parts: readonly ElementState[]): string {
  const claims = parts.flatMap(({ routerId, services }) => {
    const live = (services[role] ?? []).filter((service) => service.live);
    return live.length === 0 ? [] : [`${live.map(({ prefix }) => prefix).join(', ')} at ${routerId}`];
  });
  return `${role}: ${claims.join(', but ')}`;
}

/** A part says it by role, in the form `trust: withdrawn; untrust: …`; the one that changed last knows best. */
function lossOf(role: string, parts: readonly ElementState[]): string {
  const mark = `${role}: `;
  const told = parts
    .map((part) => ({ part, clause: part.reason?.split('; ').find((clause) => clause.startsWith(mark)) }))
    .sort((a, b) => b.part.lastChanged - a.part.lastChanged)
    .find(({ clause }) => clause !== undefined);
  if (told?.clause === undefined) return `${role}: not announced`;
  return `${role} at ${told.part.routerId}: ${told.clause.slice(mark.length)}`;
}
