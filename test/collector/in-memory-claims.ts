import type { ClaimRequest, Claims } from '#collector/claims.ts';
import type { ClaimState, CollectorState } from '#model/state.ts';

/** Claims in memory, with the conditions of the real ones. */
export class InMemoryClaims implements Claims {
  readonly claims = new Map<string, ClaimState>();
  readonly collectors = new Map<string, CollectorState>();
  /** Errors for the next operations. */
  readonly failures: Error[] = [];
  operations = 0;

  async read(routerId: string): Promise<ClaimState | null> {
    this.#operate();
    return this.claims.get(routerId) ?? null;
  }

  async open(request: ClaimRequest, seen: ClaimState | null): Promise<number | null> {
    this.#operate();
    const { now, ...fields } = request;
    const current = this.claims.get(request.routerId);
    if (!isAsSeen(current, seen)) return null;
    const session = (current?.session ?? 0) + 1;
    this.claims.set(request.routerId, {
      ...fields,
      session,
      open: true,
      openedAt: now,
      heartbeatAt: now,
      closedAt: null,
      stationEnded: current?.stationEnded ?? null,
      heldDownUntil: null,
    });
    return session;
  }

  async holdDown(seen: ClaimState, until: number): Promise<boolean> {
    this.#operate();
    if (!isAsSeen(this.claims.get(seen.routerId), seen)) return false;
    return this.#change(seen.routerId, seen.session, { heldDownUntil: until, openings: [] });
  }

  async heartbeat(routerId: string, session: number, bgpId: string | null, now: number): Promise<boolean> {
    this.#operate();
    return this.#change(routerId, session, { heartbeatAt: now, bgpId });
  }

  async close(routerId: string, session: number, now: number, byStation: boolean): Promise<void> {
    this.#operate();
    const ended = byStation ? { stationEnded: session } : {};
    if (this.#change(routerId, session, { open: false, closedAt: now, ...ended }) || !byStation) return;
    const claim = this.claims.get(routerId);
    if (claim !== undefined && (claim.stationEnded ?? 0) < session) this.#change(routerId, claim.session, ended);
  }

  async putCollector(state: CollectorState): Promise<void> {
    this.collectors.set(state.collectorId, state);
  }

  #change(routerId: string, session: number, change: Partial<ClaimState>): boolean {
    const claim = this.claims.get(routerId);
    if (claim?.session !== session) return false;
    this.claims.set(routerId, { ...claim, ...change });
    return true;
  }

  #operate(): void {
    this.operations++;
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
  }
}

const isAsSeen = (current: ClaimState | undefined, seen: ClaimState | null): boolean =>
  current?.session === seen?.session && (current?.heldDownUntil ?? null) === (seen?.heldDownUntil ?? null);
