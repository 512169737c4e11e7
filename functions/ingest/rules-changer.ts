import { applyRules } from '#model/apply-rules.ts';
import { Draft } from '#model/knowledge.ts';
import type { Timings } from '#model/timings.ts';
import { zeroToken } from '#model/token.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { Store } from '#rib/store/store.ts';
import type { Rulebook } from '../rules-book.ts';
import { storedRoutes } from '../stored-routes.ts';
import type { Standing, Step, StreamInput } from './step.ts';

interface RulesChangerProps {
  store: Store;
  book: Rulebook;
  timings: Timings;
  now: () => number;
}

/** What is read for a change of the rules is read once: nothing of it is worth keeping. */
const keepOctets = 16 * 1024 * 1024;

/** Derives a router anew by another version of the rules, out of its RIB. */
export class RulesChanger {
  readonly #props: RulesChangerProps;
  readonly #rib: RibReader;

  constructor(props: RulesChangerProps) {
    this.#props = props;
    const { store, now } = props;
    this.#rib = new RibReader({ store, now, keepLogOctets: keepOctets, keepBlockOctets: keepOctets });
  }

  /** A step of one input. Said again, or too late, it changes nothing. */
  async derive(key: string, standing: Standing, input: StreamInput, version: number): Promise<Step> {
    const { knowledge, commit } = standing;
    const draft = new Draft(key, knowledge);
    const applied = commit?.applied ?? zeroToken;
    const receivedAt = commit?.receivedAt ?? 0;
    const step: Step = { draft, rows: new Map(), applied, receivedAt, undecodable: [], done: 1 };
    const head = await this.#rib.head(key);
    if (knowledge.router === null || head === undefined || knowledge.router.rulesVersion >= version) return step;
    const rules = await this.#props.book.version(version);
    const stored = await storedRoutes(this.#rib, head, knowledge.peers, rules);
    const at = input.record?.events[0]?.receivedAt ?? receivedAt;
    applyRules(draft, { rules, timings: this.#props.timings, stored }, { token: applied, at });
    return step;
  }
}
