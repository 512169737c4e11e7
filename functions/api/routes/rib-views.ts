import type { RibView } from '#rib/read/view.ts';
import { familiesOf, type RouterHead } from '#rib/rows/head.ts';
import { timeText } from '../http/clock.ts';
import type { Provenance, Sources } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';

/** The RIBs that a request asks for. */
export interface Opened {
  views: readonly RibView[];
  /** Oldest of what they are as of, milliseconds since 1970; null where there is none. */
  appliedAt: number | null;
}

export interface Asked {
  router?: string | undefined;
  /** RFC 3339; without it, as it is now. */
  at?: string | undefined;
}

/** The RIBs of a family, of one router or of all that have it. @throws Problem 422 for a time that is not kept */
export async function openViews(sources: Sources, family: string, { router, at }: Asked): Promise<Opened> {
  const time = at === undefined ? null : keptTime('at', at, sources);
  const heads = await headsWith(sources, family, router);
  const views = await Promise.all(heads.map((head) => openView(sources, head, family, time)));
  return { views, appliedAt: appliedAt(heads, time) };
}

export const openView = ({ rib }: Sources, head: RouterHead, family: string, time: number | null): Promise<RibView> =>
  time === null ? rib.open(head, family) : rib.openAt(head, family, time);

/** Routers that have the family: one, or all. */
export async function headsWith({ rib }: Sources, family: string, router?: string): Promise<RouterHead[]> {
  const heads = router === undefined ? await rib.heads() : await rib.headsOf(router);
  return heads.filter((head) => familiesOf(head).has(family));
}

export const appliedAt = (heads: readonly RouterHead[], time: number | null): number | null =>
  heads.length === 0 ? null : Math.min(time ?? Number.POSITIVE_INFINITY, ...heads.map(({ receivedAt }) => receivedAt));

export const provenanceOf = ({ views, appliedAt: oldest }: Opened): Provenance => ({
  appliedAt: oldest,
  damagedParts: views.reduce((sum, { unreadable }) => sum + unreadable, 0),
});

/** A time in milliseconds since 1970. @throws Problem 422 when nothing is kept of it */
export function keptTime(parameter: string, text: string, { clock, retention }: Sources): number {
  const time = Date.parse(text);
  const now = clock.now();
  if (time <= now && time >= now - retention) return time;
  const reason =
    time > now ? 'has not come yet' : `is older than what is kept, which begins at ${timeText(now - retention)}`;
  throw new Problem('time-not-kept', `${parameter}: ${text} ${reason}.`, {
    faults: [{ parameter, detail: reason }],
  });
}
