/** Events of one session, by `seq` from the first to the last, that were not there when it was their turn. */
export interface Gap {
  session: number;
  from: number;
  to: number;
}

/** More than that, and the oldest are told as one. */
const mostGaps = 32;

/** Those of a session: with the next one everything is told anew. */
export const gapsOfSession = (gaps: readonly Gap[], session: number): readonly Gap[] =>
  gaps.every((gap) => gap.session === session) ? gaps : gaps.filter((gap) => gap.session === session);

export function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  const all = [...gapsOfSession(gaps, gap.session), gap];
  const [first, second, ...rest] = all;
  if (first === undefined || second === undefined || all.length <= mostGaps) return all;
  return [{ session: first.session, from: first.from, to: second.to }, ...rest];
}

/** Whether some of the events are missing. */
export const isMissing = (gaps: readonly Gap[], { session, from, to }: Gap): boolean =>
  gaps.some((gap) => gap.session === session && gap.from <= to && from <= gap.to);
