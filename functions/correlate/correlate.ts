import { correlatedAfter } from '#model/chains/correlated.ts';
import { correlate } from '#model/chains/correlation.ts';
import { acrossRouters } from '#model/events.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { Store } from '#rib/store/store.ts';
import { CommitConflict } from '../journal.ts';
import type { Rulebook } from '../rules-book.ts';
import { commitSome, readVersion } from './commit.ts';
import type { CorrelateMetrics } from './metrics.ts';
import { type News, readNews } from './news.ts';
import { loadStanding, type Standing } from './standing.ts';

export interface CorrelatorDependencies {
  store: Store;
  book: Rulebook;
  /** Milliseconds since 1970. */
  now: () => number;
  metrics: CorrelateMetrics;
}

export interface CorrelateResult {
  changes: number;
}

const conflictRetries = 5;
/** How often it looks also where no event says so, milliseconds: an element comes to rest in silence. */
const lookEvery = 60_000;
/** How old what is known may become, milliseconds: items expire, and not everything that changes is an event. */
const reloadEvery = 600_000;

/**
 * What no single router can tell, from what each of them tells: it follows the event feed, reads anew what the routers in it tell
 * now, and keeps the rest in memory. It does not matter who calls it, how often, or how many do at once: of two that commit one is
 * refused, and loads (docs/adr/0014).
 */
export class Correlator {
  readonly #dependencies: CorrelatorDependencies;
  #standing: Standing | null = null;

  constructor(dependencies: CorrelatorDependencies) {
    this.#dependencies = dependencies;
  }

  /** Follows the feed to its end. */
  async run(): Promise<CorrelateResult> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return { changes: await this.#follow() };
      } catch (error) {
        // What was done by halves is looked up.
        this.#standing = null;
        if (!(error instanceof CommitConflict) || attempt === conflictRetries) throw error;
        this.#dependencies.metrics.count('correlationConflicts', 1);
      }
    }
  }

  async #follow(): Promise<number> {
    const at = this.#dependencies.now();
    const known = this.#standing;
    const news = known && (await this.#newsFor(known, at));
    if (!known || !news) {
      const standing = await this.#load(at);
      return this.#derive(standing, await this.#rulesFor(standing), at);
    }
    await this.#refresh(known, news);
    const rules = await this.#rulesFor(known);
    if (news.routerIds.size === 0 && rules.version === known.derivedBy && !isDue(known, at)) return 0;
    known.lookedAt = at;
    return this.#derive(known, rules, news.newest ?? at);
  }

  /** Null where what is known is not to be built upon. */
  async #newsFor(standing: Standing, at: number): Promise<News | null> {
    const { store } = this.#dependencies;
    const thorough = isDue(standing, at);
    if (at - standing.loadedAt >= reloadEvery) return null;
    const news = await readNews(store, standing.cursor, { thorough });
    if (news === null || !(thorough || news.ofCorrelation)) return news;
    const isOvertaken = (await readVersion(store)) !== (standing.commit?.version ?? null);
    return isOvertaken ? null : news;
  }

  async #load(at: number): Promise<Standing> {
    this.#dependencies.metrics.count('correlationLoads', 1);
    this.#standing = await loadStanding(this.#dependencies.store, at);
    return this.#standing;
  }

  async #refresh(standing: Standing, { routerIds, cursor }: News): Promise<void> {
    if (routerIds.size > 0) this.#dependencies.metrics.count('correlatedRouters', routerIds.size);
    await standing.facts.refresh(routerIds);
    standing.cursor = cursor;
  }

  /** Who has read the current version some time ago does not go back behind one that counted already. */
  async #rulesFor({ commit }: Standing): Promise<CompiledRules> {
    const { book } = this.#dependencies;
    const current = await book.current();
    return commit === null || commit.rulesVersion <= current.version ? current : book.version(commit.rulesVersion);
  }

  /** Each commit is whole in itself: who dies between two has derived the rest again when it loads. */
  async #derive(standing: Standing, rules: CompiledRules, time: number): Promise<number> {
    const { store, metrics, now } = this.#dependencies;
    const at = Math.max(standing.commit?.at ?? 0, time);
    const name = `${acrossRouters}/${versionAfter(standing)}`;
    const changes = correlate(standing.correlated, standing.facts.all(), rules, { name, at });
    for (let done = 0; done < changes.length; ) {
      const left = changes.slice(done);
      const commit = { version: versionAfter(standing), committedAt: now(), at, rulesVersion: rules.version };
      const count = await commitSome(store, commit, left);
      standing.commit = commit;
      standing.correlated = correlatedAfter(standing.correlated, left.slice(0, count));
      done += count;
    }
    standing.derivedBy = rules.version;
    if (changes.length > 0) metrics.count('correlatedChanges', changes.length);
    return changes.length;
  }
}

const isDue = ({ lookedAt }: Standing, at: number): boolean => at - lookedAt >= lookEvery;

const versionAfter = ({ commit }: Standing): number => (commit?.version ?? 0) + 1;
