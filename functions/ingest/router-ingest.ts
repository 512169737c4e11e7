import type { Knowledge } from '#model/knowledge.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { CommitState } from '#model/state.ts';
import type { Timings } from '#model/timings.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { packPeers } from '#rib/rows/head.ts';
import type { Store } from '#rib/store/store.ts';
import { CommitConflict, CommitTooLarge } from '../journal.ts';
import { loadKnowledge } from '../load-knowledge.ts';
import type { Rulebook } from '../rules-book.ts';
import { commit, recoverCommit } from './commit.ts';
import { headOf, withSiblings, writesOf } from './documents.ts';
import { EarlierRoutes } from './earlier-routes.ts';
import { grown, LogAppender, sealWrites } from './log-appender.ts';
import type { IngestMetrics } from './metrics.ts';
import { keepPoison } from './poison.ts';
import { RulesChanger } from './rules-changer.ts';
import {
  deriveStep,
  enoughChanges,
  PoisonedRecord,
  rowCount,
  rulesVersionOf,
  type Standing,
  type Step,
  type StreamInput,
} from './step.ts';

const conflictRetries = 5;
const cachedRouters = 500;
/** Little of what is read of a RIB is read again. */
const keepOctets = 16 * 1024 * 1024;

const countedAlready: IngestMetrics = { count() {} };

export interface RouterIngestProps {
  store: Store;
  book: Rulebook;
  timings: Timings;
  metrics: IngestMetrics;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Gives a name that nothing has been given yet. */
  newName: () => string;
}

/** Applies stream records to the table. The only writer of a router's state. */
export class RouterIngest {
  readonly #store: Store;
  readonly #book: Rulebook;
  readonly #timings: Timings;
  readonly #change: RulesChanger;
  readonly #earlier: EarlierRoutes;
  readonly #metrics: IngestMetrics;
  readonly #now: () => number;
  readonly #log: LogAppender;
  readonly #cache = new Map<string, Standing>();

  constructor({ store, book, timings, metrics, now, newName }: RouterIngestProps) {
    this.#store = store;
    this.#book = book;
    this.#timings = timings;
    const rib = new RibReader({ store, now, keepLogOctets: keepOctets, keepBlockOctets: keepOctets });
    this.#change = new RulesChanger({ rib, book, timings });
    this.#earlier = new EarlierRoutes(rib);
    this.#metrics = metrics;
    this.#now = now;
    this.#log = new LogAppender({ store, newName });
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
        standing = { ...standing, knowledge: await withSiblings(this.#store, routerId, standing.knowledge) };
        const step = await this.#derive(routerId, standing, left, enough);
        await this.#keepPoison(routerId, left.slice(0, step.done), step);
        standing = await this.#finish(routerId, standing, step);
        this.#remember(routerId, standing);
        left = left.slice(step.done);
        if (step.done > 0) enough = enoughChanges;
      } catch (error) {
        if (error instanceof CommitTooLarge && enough > 1) enough = Math.ceil(enough / 4);
        else left = withoutPoison(left, error);
      }
    }
  }

  async #derive(routerId: string, standing: Standing, left: readonly StreamInput[], enough: number): Promise<Step> {
    const [first] = left;
    const changed = first && rulesVersionOf(first);
    if (first && changed != null) return this.#change.derive(routerId, standing, first, changed, enough);
    const derivation = { rules: standing.rules, timings: this.#timings };
    const step = deriveStep(routerId, standing, left, derivation, this.#metrics, enough);
    const earlier = await this.#earlier.of(routerId, step);
    return earlier ? deriveStep(routerId, standing, left, { ...derivation, earlier }, countedAlready, enough) : step;
  }

  async #keepPoison(routerId: string, done: readonly StreamInput[], { undecodable }: Step): Promise<void> {
    const poisoned = done.filter(({ poison }) => poison !== null);
    await keepPoison(this.#store, routerId, poisoned, undecodable, this.#now());
    if (poisoned.length > 0) this.#metrics.count('poisonRecords', poisoned.length);
  }

  async #finish(routerId: string, standing: Standing, step: Step): Promise<Standing> {
    const { draft, rows, applied, receivedAt, gaps } = step;
    const now = this.#now();
    const appended = await this.#log.append(routerId, rows, draft.peers.values(), now);
    this.#metrics.count('routes', rowCount(rows));
    const changes = writesOf(draft);
    if (changes.length === 0 && applied === standing.commit?.applied) return standing;
    const knowledge = draft.knowledge();
    const packedPeers = draft.peers.changeCount > 0 ? packPeers(knowledge.peers.values()) : standing.packedPeers;
    const version = (standing.commit?.version ?? 0) + 1;
    const logged = grown(standing.commit?.logged ?? {}, appended);
    const place = { routerId, version, applied, receivedAt, committedAt: now, logged };
    const state: CommitState = gaps.length > 0 ? { ...place, gaps } : place;
    const writes = [...changes, ...sealWrites(state, appended, draft.peers.marks)];
    const head = headOf(state, knowledge, packedPeers);
    await commit(this.#store, state, { writes, head, events: draft.events });
    return { knowledge, rules: await this.#rulesOf(knowledge, standing.rules), packedPeers, commit: state };
  }

  async #rulesOf({ router }: Knowledge, before: CompiledRules): Promise<CompiledRules> {
    return router === null || router.rulesVersion === before.version ? before : this.#book.version(router.rulesVersion);
  }

  async #load(routerId: string): Promise<Standing> {
    const recovered = await recoverCommit(this.#store, routerId, this.#now());
    const knowledge = await loadKnowledge(this.#store, routerId);
    const { router } = knowledge;
    const rules = await (router === null ? this.#book.current() : this.#book.version(router.rulesVersion));
    return { knowledge, rules, packedPeers: packPeers(knowledge.peers.values()), commit: recovered };
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
