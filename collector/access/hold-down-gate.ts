import { type Comings, type HoldDown, judge, type Opening } from '#model/hold-down.ts';
import { encodeRecord } from '#model/record-codec.ts';
import type { ClaimState } from '#model/state.ts';
import { retryForever } from '../back-off.ts';
import { NotAdmitted } from '../not-admitted.ts';
import type { CollectorServices } from '../services.ts';

export interface HoldDownGateProps {
  services: CollectorServices;
  /** Tries an operation of the table until it succeeds. */
  persist: <Value>(operation: string, run: () => Promise<Value>) => Promise<Value>;
}

const never: Comings = { session: 0, openings: [], stationEnded: null, heldDownUntil: null };

/** Lets a router in, or holds it down where it comes too often. What it goes by is in the claim, so that all collectors know. */
export class HoldDownGate {
  readonly #services: CollectorServices;
  readonly #persist: HoldDownGateProps['persist'];

  constructor({ services, persist }: HoldDownGateProps) {
    this.#services = services;
    this.#persist = persist;
  }

  /**
   * The openings that a claim is to keep, that of the new session among them; null where the claim is no longer the one that was seen.
   * Throws NotAdmitted for a router that is held down.
   */
  async pass(seen: ClaimState | null): Promise<readonly Opening[] | null> {
    const { config, now } = this.#services;
    if (config.holdDown === null) return [];
    const judged = judge(seen ?? never, config.holdDown, now());
    if (judged.verdict === 'admit') return judged.openings;
    if (seen !== null && judged.begins && !(await this.#begin(seen, judged.until, config.holdDown))) return null;
    throw new NotAdmitted({ reason: 'held-down', detail: `until ${new Date(judged.until).toISOString()}` });
  }

  async #begin(seen: ClaimState, until: number, { flaps, periodSeconds }: HoldDown): Promise<boolean> {
    const { claims, metrics, log } = this.#services;
    if (!(await this.#persist('hold-down', () => claims.holdDown(seen, until)))) return false;
    metrics.heldDown.inc();
    const reason = `more than ${flaps} sessions in ${periodSeconds} seconds`;
    log.warn({ router: seen.routerId, until: new Date(until).toISOString() }, `router held down: ${reason}`);
    await this.#tell(seen, until, reason);
    return true;
  }

  /** In a record of its own, outside the order of the session: there is no session of ours to say it in. */
  async #tell({ routerId, session }: ClaimState, until: number, reason: string): Promise<void> {
    const { sink, config, log, metrics, now, abandon, backOff } = this.#services;
    const data = encodeRecord({
      ...{ routerId, session, firstSeq: 0, lastSeq: 0, collectorId: config.collectorId },
      ...{ peers: [], feeds: [], attributeSets: [] },
      events: [{ kind: 'held-down', seq: 0, receivedAt: now(), reason, until }],
    });
    const onFailure = (error: unknown, attempt: number): void => {
      metrics.publishRetries.inc({ error: 'held-down' });
      log.warn({ err: error, attempt, router: routerId }, 'publish failed, will be tried again');
    };
    await retryForever(() => sink.put(routerId, data), onFailure, abandon, backOff);
  }
}
