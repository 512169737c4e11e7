import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyRecord } from '#model/apply.ts';
import { applyRules } from '#model/apply-rules.ts';
import type { PlatformEvent } from '#model/events.ts';
import { Draft, emptyKnowledge, type Knowledge } from '#model/knowledge.ts';
import type { StreamRecord } from '#model/record.ts';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { targetsOf } from '#model/steering/steering-targets.ts';
import { defaultTimings } from '#model/timings.ts';
import { type Token, zeroToken } from '#model/token.ts';
import { type Act, acts, RandomRouter } from './random-router.ts';
import { ruleSets } from './rule-sets.ts';
import { ToldRib } from './told-rib.ts';

const compiled = ruleSets.map((rules, number) => new CompiledRules(number, rules));
const timings = defaultTimings;

/** What is known of a router step by step, and the RIB beside it. */
class Station {
  knowledge: Knowledge = emptyKnowledge;
  readonly events: PlatformEvent[] = [];
  readonly rib = new ToldRib();
  rules = compiled[0] ?? new CompiledRules(0, ruleSets[0] ?? expect.unreachable());
  #applied: Token = zeroToken;
  #at = 0;

  tell(records: readonly StreamRecord[]): void {
    for (const record of records) {
      this.rib.add(record);
      const draft = new Draft(record.routerId, this.knowledge);
      const derivation = { rules: this.rules, timings, earlier: this.rib.earlier };
      this.#applied = applyRecord(draft, record, this.#applied, derivation, Number.POSITIVE_INFINITY).applied;
      this.#at = record.events.at(-1)?.receivedAt ?? this.#at;
      this.#take(draft);
    }
  }

  change(number: number): void {
    this.rules = compiled[number] ?? this.rules;
    this.#derive(new Draft('nj01emd', this.knowledge));
  }

  /** Of the peers and the RIB alone. */
  fromScratch(): Station {
    const fresh = new Station();
    const { router, peers } = this.knowledge;
    Object.assign(fresh, { rib: this.rib, rules: this.rules });
    fresh.#applied = this.#applied;
    fresh.#at = this.#at;
    fresh.#derive(new Draft('nj01emd', { ...emptyKnowledge, router, peers }));
    return fresh;
  }

  #derive(draft: Draft): void {
    const stored = this.rib.stored(draft.peers.snapshot());
    applyRules(
      draft,
      { rules: this.rules, timings, stored },
      { token: this.#applied, at: this.#at },
      Number.POSITIVE_INFINITY,
    );
    this.#take(draft);
  }

  #take(draft: Draft): void {
    this.knowledge = draft.knowledge();
    this.events.push(...draft.events);
  }
}

const discoveryFindings = [
  'unmatched-role',
  'ambiguous-role',
  'pairing-conflict',
  'unpaired-element',
  'unknown-location',
];

/** But for since when things are so, and what they were before. */
function essence({ announcements, elements, steering, findings }: Knowledge): unknown {
  const timeless = <T extends { firstSeen: number; lastChanged: number }>({
    firstSeen: _,
    lastChanged: __,
    ...rest
  }: T) => rest;
  return {
    announcements: Object.fromEntries([...announcements].map(([id, each]) => [id, timeless(each)])),
    elements: Object.fromEntries(
      [...elements].flatMap(([id, each]) => {
        const { since: _, reason: __, flap: ___, ...rest } = timeless(each);
        return each.state === 'lost' ? [] : [[id, rest]];
      }),
    ),
    steering: Object.fromEntries([...steering].map(([id, each]) => [id, timeless(each)])),
    findings: Object.fromEntries(
      [...findings].flatMap(([id, { kind, detail }]) => (discoveryFindings.includes(kind) ? [[id, detail]] : [])),
    ),
  };
}

/** What the feed says that there is. */
function replayed(events: readonly PlatformEvent[]): unknown {
  const states = new Map<string, unknown>();
  const shown = new Set<string>();
  const leading = new Map<string, unknown>();
  for (const { type, subject, data } of events) {
    if (type === 'element.state-changed' || type === 'element.flapping' || type === 'attachment.state-changed')
      states.set(subject, data.to);
    if (type === 'announcement.added') shown.add(subject);
    if (type === 'announcement.withdrawn') shown.delete(subject);
    if (type === 'steering.added' || type === 'steering.changed') leading.set(subject, data.targets);
    if (type === 'steering.withdrawn') leading.delete(subject);
  }
  return { states: present(states), shown: [...shown].sort(), leading: Object.fromEntries(leading) };
}

/** Of an element that was never more than learned nothing is left, as of a lost one after a while. */
const present = (states: ReadonlyMap<string, unknown>): unknown =>
  Object.fromEntries([...states].filter(([, state]) => state !== 'lost'));

function told({ elements, announcements, steering }: Knowledge): unknown {
  const shown = [...announcements.values()].filter(({ direct, role }) => direct && role !== '');
  return {
    states: present(new Map([...elements.values()].map(({ id, state }) => [id, state]))),
    shown: shown.map(({ id }) => id).sort(),
    leading: Object.fromEntries([...steering].map(([id, each]) => [id, targetsOf(each)])),
  };
}

function lived(history: readonly Act[]): { station: Station; scratch: Station } {
  const router = new RandomRouter();
  const station = new Station();
  for (const act of history) {
    if (act.kind !== 'rules') router.perform(act);
    station.tell(router.voice.records());
    if (act.kind === 'rules') station.change(act.rules);
  }
  router.rest();
  station.tell(router.voice.records());
  const scratch = station.fromScratch();
  router.voice.quiet(5).quiet(5);
  const silence = router.voice.records();
  station.tell(silence);
  scratch.tell(silence);
  return { station, scratch };
}

const numRuns = Number(process.env.PROPERTY_RUNS ?? 200);

it('what a router comes to depends on its routes, its peers and the rules, and not on how they came to be', () => {
  fc.assert(
    fc.property(acts, (history) => {
      const { station, scratch } = lived(history);
      expect(essence(station.knowledge)).toEqual(essence(scratch.knowledge));
    }),
    { numRuns },
  );
});

it('the event feed, replayed, says what there is', () => {
  fc.assert(
    fc.property(acts, (history) => {
      const { station } = lived(history);
      expect(replayed(station.events)).toEqual(told(station.knowledge));
    }),
    { numRuns },
  );
});
