import type { DerivationRules } from '#model/apply.ts';
import type { CommitState } from '#model/state.ts';
import { packPeers } from '#rib/head.ts';
import { appendToLog } from '#rib/log.ts';
import type { Store } from '#rib/store.ts';
import { CommitConflict, CommitTooLarge, commit, recoverCommit } from './commit.ts';
import { headWrites, loadKnowledge, writesOf } from './documents.ts';
import type { IngestMetrics } from './metrics.ts';
import { keepPoison } from './poison.ts';
import {
  deriveStep,
  enoughChanges,
  PoisonedRecord,
  rowCount,
  type Standing,
  type Step,
  type StreamInput,
} from './step.ts';

const conflictRetries = 5;
const cachedRouters = 500;

/** Applies stream records to the table. The only writer of a router's state. */
export class RouterIngest {
  readonly #store: Store;
  readonly #derivation: DerivationRules;
  readonly #metrics: IngestMetrics;
  readonly #now: () => number;
  readonly #cache = new Map<string, Standing>();

  constructor(store: Store, derivation: DerivationRules, metrics: IngestMetrics, now: () => number) {
    this.#store = store;
    this.#derivation = derivation;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** All of one router's records of a batch, in order. Throws only where the infrastructure failed. */
  async ingest(routerId: string, inputs: readonly StreamInput[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#apply(routerId, inputs);
        return;
      } catch (error) {
        this.#cache.delete(routerId);
        if (!(error instanceof CommitConflict) || attempt === conflictRetries) throw error;
        this.#metrics.count('commitConflicts', 1);
      }
    }
  }

  async #apply(routerId: string, inputs: readonly StreamInput[]): Promise<void> {
    let standing = this.#cache.get(routerId) ?? (await this.#load(routerId));
    let left = inputs;
    let enough = enoughChanges;
    while (left.length > 0) {
      try {
        const step = deriveStep(routerId, standing, left, this.#derivation, this.#metrics, enough);
        await this.#keepPoison(routerId, left.slice(0, step.done), step);
        standing = await this.#finish(routerId, standing, step);
        this.#remember(routerId, standing);
        left = left.slice(step.done);
        enough = enoughChanges;
      } catch (error) {
        if (error instanceof CommitTooLarge && enough > 1) enough = Math.ceil(enough / 4);
        else left = withoutPoison(left, error);
      }
    }
  }

  async #keepPoison(routerId: string, done: readonly StreamInput[], { undecodable }: Step): Promise<void> {
    const poisoned = done.filter(({ poison }) => poison !== null);
    await keepPoison(this.#store, routerId, poisoned, undecodable, this.#now());
    if (poisoned.length > 0) this.#metrics.count('poisonRecords', poisoned.length);
  }

  async #finish(routerId: string, standing: Standing, step: Step): Promise<Standing> {
    const { draft, rows, applied, receivedAt } = step;
    const now = this.#now();
    const logged = await this.#log(routerId, step, standing.commit?.logged ?? {}, now);
    this.#metrics.count('routes', rowCount(rows));
    const writes = writesOf(draft);
    if (writes.length === 0 && applied === standing.commit?.applied) return standing;
    const knowledge = draft.knowledge();
    const packedPeers = draft.peers.changeCount > 0 ? packPeers(knowledge.peers.values()) : standing.packedPeers;
    const next = { routerId, applied, receivedAt, committedAt: now, logged };
    const head = headWrites(next, knowledge, packedPeers);
    const state = await commit(this.#store, standing.commit, next, [...writes, ...head], draft.events);
    return { knowledge, packedPeers, commit: state };
  }

  /** Adds to the logs of the families. Answers how many octets these have had by now. */
  async #log(
    routerId: string,
    { draft, rows, applied, receivedAt }: Step,
    before: CommitState['logged'],
    now: number,
  ): Promise<CommitState['logged']> {
    const logged = { ...before };
    const marks = Map.groupBy(draft.peers.marks, ({ family }) => family);
    for (const family of new Set([...rows.keys(), ...marks.keys()])) {
      const [ofFamily, marksOfFamily] = [rows.get(family) ?? [], marks.get(family) ?? []];
      const first = ofFamily[0]?.token ?? applied;
      const entry = { routerId, family, first, rows: ofFamily, marks: marksOfFamily, receivedAt, now };
      logged[family] = (logged[family] ?? 0) + (await appendToLog(this.#store, entry));
    }
    return logged;
  }

  async #load(routerId: string): Promise<Standing> {
    const recovered = await recoverCommit(this.#store, routerId);
    const knowledge = await loadKnowledge(this.#store, routerId);
    return { knowledge, packedPeers: packPeers(knowledge.peers.values()), commit: recovered };
  }

  /** The least recently used router is forgotten. */
  #remember(routerId: string, standing: Standing): void {
    this.#cache.delete(routerId);
    this.#cache.set(routerId, standing);
    const oldest = this.#cache.keys().next().value;
    if (this.#cache.size > cachedRouters && oldest !== undefined) this.#cache.delete(oldest);
  }
}

/** The inputs, with the one that `error` speaks of marked to be passed over. Throws an error that speaks of none. */
function withoutPoison(inputs: readonly StreamInput[], error: unknown): StreamInput[] {
  const culprit =
    error instanceof PoisonedRecord ? error.input : error instanceof CommitTooLarge ? inputs[0] : undefined;
  if (culprit === undefined) throw error;
  return inputs.map((input) => (input === culprit ? { ...input, poison: String(error) } : input));
}
