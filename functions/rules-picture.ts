import equal from 'fast-deep-equal';
import type { RulesEffect } from '#model/api-chain-rows.ts';
import { chainStanding } from '#model/chains/chain-state.ts';
import { wholeElements } from '#model/chains/correlation.ts';
import { ElementIndex } from '#model/chains/element-index.ts';
import { standingOf } from '#model/chains/group-state.ts';
import { spanningElement } from '#model/chains/spanning-element.ts';
import type { Knowledge } from '#model/knowledge.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { ElementState } from '#model/state.ts';

/** What is known of all routers, by which rules. */
export interface Pictured {
  rules: CompiledRules;
  knowledge: readonly Knowledge[];
}

type Change = RulesEffect['elements'][number];
type Effect = Omit<RulesEffect, 'comparedWith' | 'routers' | 'partial' | 'skipped'>;

/** Of a thing, what a reader would call a change if it became something else. */
interface Shown {
  id: string;
  router: string | null;
  shown: Record<string, unknown>;
}

const mostTold = 500;

/** How two pictures differ: what is only in the first would vanish, what is only in the second appear. */
export function effectOf(before: Pictured, after: Pictured, at: number): Effect {
  const [one, other] = [pictureOf(before, at), pictureOf(after, at)];
  const changes = {
    locations: changesOf(one.locations, other.locations),
    announcements: changesOf(one.announcements, other.announcements),
    elements: changesOf(one.elements, other.elements),
    groups: changesOf(one.groups, other.groups),
    chains: changesOf(one.chains, other.chains),
    findings: changesOf(one.findings, other.findings),
  };
  const all = Object.values(changes).flat();
  const counts = {
    appear: all.filter(({ from }) => from === null).length,
    vanish: all.filter(({ to }) => to === null).length,
    change: all.filter(({ from, to }) => from !== null && to !== null).length,
  };
  const told = Object.fromEntries(Object.entries(changes).map(([name, list]) => [name, list.slice(0, mostTold)]));
  const truncated = Object.values(changes).some(({ length }) => length > mostTold);
  return { ...changes, ...told, counts, truncated };
}

function pictureOf({ rules, knowledge }: Pictured, at: number) {
  const elements = wholeOf(knowledge, rules, at);
  const index = new ElementIndex(elements);
  const groups = rules.rules.groups.map((rule) => ({ name: rule.name, ...standingOf(rule, elements) }));
  const states = new Map(groups.map(({ name, state }) => [name, state]));
  const chains = rules.rules.chains.map((rule) => chainStanding(rule, index, states));
  return {
    locations: knowledge.flatMap(({ router }) => (router ? [shownRouter(router)] : [])),
    announcements: knowledge.flatMap(shownAnnouncements),
    elements: elements.filter(({ state }) => state !== 'lost').map(shownElement),
    groups: groups.map(({ name, state, members }): Shown => {
      return { id: name, router: null, shown: { state, members: members.length } };
    }),
    chains: chains.map(({ id, state, hops }): Shown => ({ id, router: null, shown: { state, hops: hops.length } })),
    findings: knowledge.flatMap(({ findings }) =>
      [...findings.values()].map(({ id, routerId, kind, severity, detail }): Shown => {
        return { id, router: routerId, shown: { kind, severity, detail } };
      }),
    ),
  };
}

function wholeOf(knowledge: readonly Knowledge[], rules: CompiledRules, at: number): ElementState[] {
  const all = knowledge.flatMap(({ elements }) => [...elements.values()]);
  const parts = Map.groupBy(
    all.filter(({ span }) => span !== null),
    ({ span }) => span ?? '',
  );
  const spans = [...parts].map(([id, of]) => spanningElement(id, of, undefined, rules, at)?.element);
  return wholeElements(
    all,
    spans.filter((span) => span !== undefined),
  );
}

const shownRouter = ({ id, location, deviceId, vendor }: NonNullable<Knowledge['router']>): Shown => ({
  id,
  router: id,
  shown: { location, deviceId, vendor },
});

const shownAnnouncements = ({ announcements }: Knowledge): Shown[] =>
  [...announcements.values()]
    .filter(({ direct, role }) => direct && role !== '')
    .map(({ id, routerId, role, matchedRule, elementId }) => ({
      id,
      router: routerId,
      shown: { role, matchedRule, element: elementId },
    }));

const shownElement = ({ id, routerId, location, state, missing, pairing, services }: ElementState): Shown => ({
  id,
  router: routerId,
  shown: { location, state, missing, pairing: `${pairing.strategy} ${pairing.key}`, services: prefixesOf(services) },
});

const prefixesOf = (services: ElementState['services']): Record<string, string[]> =>
  Object.fromEntries(Object.entries(services).map(([role, all]) => [role, all.map(({ prefix }) => prefix)]));

function changesOf(before: readonly Shown[], after: readonly Shown[]): Change[] {
  const former = new Map(before.map((thing) => [thing.id, thing]));
  const later = new Map(after.map((thing) => [thing.id, thing]));
  const ids = [...new Set([...former.keys(), ...later.keys()])].sort();
  return ids.flatMap((id): Change[] => {
    const [from, to] = [former.get(id), later.get(id)];
    if (equal(from?.shown, to?.shown)) return [];
    const router = (to ?? from)?.router ?? null;
    return [{ id, router, from: from?.shown ?? null, to: to?.shown ?? null }];
  });
}
