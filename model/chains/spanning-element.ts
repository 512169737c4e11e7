import equal from 'fast-deep-equal';
import { damped, type Telling } from '../discovery/flap-damping.ts';
import type { CompiledRules } from '../rules/compiled-rules.ts';
import type { ElementState } from '../state.ts';
import { reasonOfParts } from './part-reason.ts';
import { judgeParts, type PartsVerdict } from './part-verdict.ts';
import { compareText } from './state-order.ts';
import { unitedInterfaces, unitedServices } from './united-parts.ts';

export interface Spanned {
  element: ElementState;
  tell: Telling;
}

type SpanRules = Pick<CompiledRules, 'requiredRoles' | 'isDrained' | 'rules'>;

/**
 * The element of which routers of a location see parts: `parts` have its id as their `span`. Null where there is nothing but what
 * was lost long ago.
 */
export function spanningElement(
  id: string,
  given: readonly ElementState[],
  prior: ElementState | undefined,
  rules: SpanRules,
  at: number,
): Spanned | null {
  const parts = [...given].sort((a, b) => compareText(a.routerId, b.routerId) || compareText(a.id, b.id));
  const first = parts.find(({ state }) => state !== 'lost') ?? parts[0];
  const origin = first ?? prior;
  if (origin === undefined || (prior === undefined && origin.state === 'lost')) return null;
  const required = requiredOf(parts, prior, rules);
  const verdict = drainedWhere(rules.isDrained(id), judgeParts(parts, required));
  const { state, missing } = verdict;
  const { flap, tell } = damped(prior?.flap, prior?.state ?? null, state, at, rules.rules.holds);
  const element: ElementState = {
    id,
    routerId: origin.routerId,
    location: origin.location,
    vendor: origin.vendor,
    deviceId: origin.deviceId,
    pairing: origin.pairing,
    span: null,
    interfaces: unitedInterfaces(parts),
    services: unitedServices(parts),
    required,
    state,
    missing,
    reason: reasonOf(id, parts, required, verdict, rules),
    since: prior?.state === state ? prior.since : at,
    firstSeen: prior?.firstSeen ?? Math.min(...parts.map(({ firstSeen }) => firstSeen)),
    lastChanged: prior?.lastChanged ?? at,
    flap,
  };
  const isSame = prior !== undefined && equal({ ...prior, flap }, element);
  return { element: isSame ? element : { ...element, lastChanged: at }, tell };
}

function requiredOf(parts: readonly ElementState[], prior: ElementState | undefined, rules: SpanRules): string[] {
  const roles = new Set(parts.flatMap(({ interfaces }) => Object.keys(interfaces)).sort());
  if (roles.size > 0) return rules.requiredRoles(roles);
  return prior?.required ?? [...new Set(parts.flatMap(({ required }) => required))];
}

const drainedWhere = (isDrained: boolean, verdict: PartsVerdict): PartsVerdict =>
  isDrained && verdict.state === 'complete' ? { ...verdict, state: 'draining' } : verdict;

function reasonOf(
  id: string,
  parts: readonly ElementState[],
  required: readonly string[],
  verdict: PartsVerdict,
  { rules }: SpanRules,
): string | null {
  if (parts.length === 0) return 'no router tells of it any more';
  const drain = rules.overrides.find((override) => 'element' in override && override.element === id);
  if (verdict.state === 'draining' && drain !== undefined) {
    return ['drained by the operator', drain.reason].filter((text) => text !== undefined).join(': ');
  }
  return reasonOfParts(parts, required, verdict);
}
