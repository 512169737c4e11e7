import type { RulesEffect } from '#model/api-chain-rows.ts';
import { applyRules } from '#model/apply-rules.ts';
import { Draft, emptyKnowledge, type Knowledge } from '#model/knowledge.ts';
import { partitionKeys } from '#model/partition.ts';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { DiscoveryRules } from '#model/rules/discovery-rules.ts';
import { defaultTimings } from '#model/timings.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { loadKnowledge } from './load-knowledge.ts';
import { readCurrentRules } from './rules-book.ts';
import { effectOf, type Pictured } from './rules-picture.ts';
import { storedRoutes } from './stored-routes.ts';

export interface EffectProps {
  store: Store;
  rib: RibReader;
  now: () => number;
  /** Routers that could not be looked at by then are left out and named, milliseconds since 1970. */
  until: number;
}

/** Routers at once: each reads its RIB. */
const atOnce = 4;

/** What would become of the live state by other rules. Derives as ingest would, and writes nothing. */
export async function rulesEffect(props: EffectProps, rules: DiscoveryRules): Promise<RulesEffect> {
  const { store, now, until } = props;
  const current = await readCurrentRules(store);
  const before = new CompiledRules(current.version, current.rules);
  const after = new CompiledRules(current.version + 1, rules);
  const routers = await readAll(store, 'router');
  const waiting = routers.flatMap(({ id, partitions }) => partitionKeys(id, partitions));
  const looked: Outcome[] = [];
  while (waiting.length > 0 && now() < until) {
    const some = waiting.splice(0, atOnce);
    looked.push(...(await Promise.all(some.map((key) => outcomeOf(props, key, after)))));
  }
  const pictures = {
    before: { rules: before, knowledge: looked.map((outcome) => outcome.before) } satisfies Pictured,
    after: { rules: after, knowledge: looked.map((outcome) => outcome.after) } satisfies Pictured,
  };
  const effect = effectOf(pictures.before, pictures.after, now());
  return {
    comparedWith: current.version,
    routers: looked.length,
    partial: waiting.length > 0,
    skipped: waiting,
    ...effect,
  };
}

interface Outcome {
  before: Knowledge;
  after: Knowledge;
}

async function outcomeOf({ store, rib, now }: EffectProps, key: string, rules: CompiledRules): Promise<Outcome> {
  const [before, head] = await Promise.all([loadKnowledge(store, key), rib.head(key)]);
  if (head === undefined || before.router === null) return { before: emptyKnowledge, after: emptyKnowledge };
  const stored = await storedRoutes(rib, head, before.peers, rules);
  const draft = new Draft(key, before);
  applyRules(
    draft,
    { rules, timings: defaultTimings, stored },
    { token: head.applied, at: now() },
    Number.POSITIVE_INFINITY,
  );
  return { before, after: draft.knowledge() };
}
