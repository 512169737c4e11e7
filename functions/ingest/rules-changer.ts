import { applyRules } from '#model/apply-rules.ts';
import { Draft } from '#model/knowledge.ts';
import type { Timings } from '#model/timings.ts';
import { zeroToken } from '#model/token.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { Rulebook } from '../rules-book.ts';
import { storedRoutes } from '../stored-routes.ts';
import { PoisonedRecord, type Standing, type Step, type StreamInput } from './step.ts';

interface RulesChangerProps {
  rib: RibReader;
  book: Rulebook;
  timings: Timings;
}

/** Derives a router anew by another version of the rules, out of its RIB. */
export class RulesChanger {
  readonly #props: RulesChangerProps;

  constructor(props: RulesChangerProps) {
    this.#props = props;
  }

  /**
   * A step of one input, which is done with it unless there is more to change than one commit should. Said again, or too late, it
   * changes nothing.
   */
  async derive(key: string, standing: Standing, input: StreamInput, version: number, enough: number): Promise<Step> {
    const { knowledge, commit } = standing;
    const draft = new Draft(key, knowledge);
    const applied = commit?.applied ?? zeroToken;
    const receivedAt = commit?.receivedAt ?? 0;
    const gaps = commit?.gaps ?? [];
    const step: Step = { draft, rows: new Map(), applied, receivedAt, gaps, undecodable: [], done: 1 };
    const { rib, book, timings } = this.#props;
    const before = knowledge.router?.rulesVersion;
    if (before === undefined || before >= version) return step;
    const [head, rules] = await Promise.all([rib.head(key), book.version(version)]);
    if (head === undefined || before >= rules.version) return step;
    const stored = await storedRoutes(rib, head, knowledge.peers, rules);
    const at = input.record?.events[0]?.receivedAt ?? receivedAt;
    try {
      const whole = applyRules(draft, { rules, timings, stored }, { token: applied, at }, enough);
      return { ...step, done: whole ? 1 : 0 };
    } catch (error) {
      throw new PoisonedRecord(input, error);
    }
  }
}
