import { applyRecord } from '#model/apply.ts';
import type { PlatformEvent } from '#model/events.ts';
import { Draft, emptyKnowledge, type Knowledge } from '#model/knowledge.ts';
import type { StreamRecord } from '#model/record.ts';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import type { ElementState } from '#model/state.ts';
import { defaultTimings } from '#model/timings.ts';
import { type Token, zeroToken } from '#model/token.ts';

/** What is known of one router after it was told some records, and what became visible meanwhile. */
export class ToldKnowledge {
  knowledge: Knowledge = emptyKnowledge;
  events: PlatformEvent[] = [];
  #applied: Token = zeroToken;
  readonly #rules: CompiledRules;

  constructor(rules: Partial<WrittenRules> = {}) {
    this.#rules = new CompiledRules(1, discoveryRules.parse({ ...defaultRules, ...rules }));
  }

  tell(records: readonly StreamRecord[]): this {
    const derivation = { rules: this.#rules, timings: defaultTimings };
    for (const record of records) {
      const draft = new Draft(record.routerId, this.knowledge);
      this.#applied = applyRecord(draft, record, this.#applied, derivation, Number.POSITIVE_INFINITY).applied;
      this.knowledge = draft.knowledge();
      this.events.push(...draft.events);
    }
    return this;
  }

  /** Events since the last call. */
  news(): PlatformEvent[] {
    return this.events.splice(0);
  }

  element(key: string): ElementState | undefined {
    return [...this.knowledge.elements.values()].find(({ pairing }) => pairing.key === key);
  }

  /** Pairing key to state, of all elements. */
  states(): Record<string, string> {
    return Object.fromEntries([...this.knowledge.elements.values()].map(({ pairing, state }) => [pairing.key, state]));
  }
}
