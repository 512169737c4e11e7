/** When a router that keeps coming and going is held down. */
export interface HoldDown {
  /** So many sessions it may open within the period. */
  flaps: number;
  periodSeconds: number;
  holdDownSeconds: number;
}

/** A session that a router opened, and when: milliseconds since 1970. */
export interface Opening {
  session: number;
  at: number;
}

/** What a claim keeps of a router's coming and going. */
export interface Comings {
  /** Sessions of late that count, oldest first. */
  openings: readonly Opening[];
  /** The newest session that the station itself ended: the router is not to blame for the next one. */
  stationEnded: number | null;
  heldDownUntil: number | null;
}

export type Verdict =
  /** `openings`: those before the one that is to be, and count still. */
  | { verdict: 'admit'; openings: readonly Opening[] }
  /** `since`: it begins with this very connection. */
  | { verdict: 'held-down'; until: number; begins: boolean };

/** Whether a router that comes at `now` may open a session. */
export function judge(comings: Comings, holdDown: HoldDown, now: number): Verdict {
  const { heldDownUntil } = comings;
  if (heldDownUntil !== null && heldDownUntil > now)
    return { verdict: 'held-down', until: heldDownUntil, begins: false };
  const openings = counting(comings, holdDown, now);
  if (openings.length < holdDown.flaps) return { verdict: 'admit', openings };
  return { verdict: 'held-down', until: now + holdDown.holdDownSeconds * 1000, begins: true };
}

function counting({ openings, stationEnded }: Comings, { periodSeconds, flaps }: HoldDown, now: number): Opening[] {
  const since = now - periodSeconds * 1000;
  const excused = stationEnded === null ? null : stationEnded + 1;
  return openings.filter(({ session, at }) => at > since && session !== excused).slice(-flaps);
}
