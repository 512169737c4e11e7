import type { ClaimState, CollectorState } from '#model/state.ts';

export interface ClaimRequest {
  routerId: string;
  source: string;
  bgpId: string | null;
  partitions: number;
  collectorId: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** Who holds which router's connection, over all collectors. Failures of the table reject. */
export interface Claims {
  read(routerId: string): Promise<ClaimState | null>;
  /**
   * Takes the router over from whoever had it and gives the new session number, greater than all before.
   * Null when the claim is no longer the one that was read.
   */
  open(request: ClaimRequest, seen: ClaimState | null): Promise<number | null>;
  /** Says that the session lives. False when a newer one has taken over. */
  heartbeat(routerId: string, session: number, bgpId: string | null, now: number): Promise<boolean>;
  /** Does nothing when a newer session has taken over. */
  close(routerId: string, session: number, now: number): Promise<void>;
  putCollector(state: CollectorState): Promise<void>;
}
