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
  /** The last session that it had; 0 before its first. */
  session: number;
  /** Sessions of late that count, oldest first. */
  openings: readonly Opening[];
  /** The newest session that the station itself ended: the router is not to blame for the next one. */
  stationEnded: number | null;
  heldDownUntil: number | null;
}

export type Verdict =
  /** `openings`: what to keep from now on, the new session among them where it counts. */
  | { verdict: 'admit'; openings: readonly Opening[] }
  /** `begins`: it is this connection that was one too many. */
  | { verdict: 'held-down'; until: number; begins: boolean };

/** Whether a router that comes at `now` may open a session. */
export function judge(comings: Comings, holdDown: HoldDown, now: number): Verdict {
  const { session, stationEnded, heldDownUntil } = comings;
  if (heldDownUntil !== null && heldDownUntil > now)
    return { verdict: 'held-down', until: heldDownUntil, begins: false };
  const openings = counting(comings, holdDown, now);
  if (stationEnded !== null && stationEnded === session) return { verdict: 'admit', openings };
  if (openings.length < holdDown.flaps)
    return { verdict: 'admit', openings: [...openings, { session: session + 1, at: now }] };
  return { verdict: 'held-down', until: now + holdDown.holdDownSeconds * 1000, begins: true };
}

/** Those within the period. That the station had ended the session before may have become known only after the opening. */
function counting({ openings, stationEnded }: Comings, { periodSeconds }: HoldDown, now: number): readonly Opening[] {
  const since = now - periodSeconds * 1000;
  return openings.filter(({ session, at }) => at > since && session - 1 !== stationEnded);
}
