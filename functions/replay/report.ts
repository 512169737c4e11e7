import { routerOf } from '#model/partition.ts';
import type { ReplayResult } from './replay.ts';
import { type Verdict, verdicts } from './verdict.ts';

/** What came of it, for people: a line for each router and verdict, and what is left to do. */
export function reportOf({ routers, put, settled, left, unusable }: ReplayResult, dryRun: boolean): string {
  const lines = routers.flatMap(({ key, records }) =>
    verdictsIn(records).map((verdict) => `${key}: ${countOf(records[verdict])}, ${sayingOf(verdict, put > 0)}`),
  );
  const broken = unusable.map(({ name, reason }) => `${name} ${reason}`);
  const done = dryRun
    ? [`nothing was changed; ${countOf(left.length, 'failure')} looked at`]
    : [`${countOf(put)} put back; ${countOf(settled.length, 'failure')} settled, ${left.length} left`];
  return [...lines, ...broken, ...done, ...adviceOf(routers)].map((line) => `${line}\n`).join('');
}

/** Nothing is left that somebody has to look after. */
export const isWhole = ({ left }: ReplayResult): boolean => left.length === 0;

const verdictsIn = (records: Partial<Record<Verdict, number>>): Verdict[] =>
  (Object.keys(verdicts) as Verdict[]).filter((verdict) => records[verdict] !== undefined);

const sayingOf = (verdict: Verdict, isAfter: boolean): string =>
  isAfter && verdict === 'replay' ? 'put back, and ingest has not come to it yet: run this again' : verdicts[verdict];

const countOf = (count = 0, what = 'record'): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function adviceOf(routers: ReplayResult['routers']): string[] {
  const lost = routers.filter(({ records }) => records.overtaken !== undefined || records.incomplete !== undefined);
  const ids = [...new Set(lost.map(({ key }) => routerOf(key)))];
  return ids.map((id) => `bmpaas router resync ${id}    has the router tell everything anew; then run this again`);
}
