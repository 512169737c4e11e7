import type { Opening } from '#model/hold-down.ts';
import type { ClaimState, CollectorState } from '#model/state.ts';

export interface ClaimRequest {
  routerId: string;
  source: string;
  bgpId: string | null;
  certified: boolean;
  /** All that count against the router from now on, this one included. */
  openings: readonly Opening[];
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
  /** Holds the router down, and leaves the session as it is. False when the claim is no longer the one that was read. */
  holdDown(seen: ClaimState, until: number): Promise<boolean>;
  /** Says that the session lives. False when a newer one has taken over. */
  heartbeat(routerId: string, session: number, bgpId: string | null, now: number): Promise<boolean>;
  /**
   * When a newer session has taken over, it is left as it is. `byStation`: the station ended the session, so the router is not to
   * blame for the next one.
   */
  close(routerId: string, session: number, now: number, byStation: boolean): Promise<void>;
  putCollector(state: CollectorState): Promise<void>;
}
