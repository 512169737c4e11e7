import { canaryRouterId } from '#model/canary.ts';
import { wholeElements } from '#model/chains/correlation.ts';
import type { ElementStatus, FindingState, RouterState } from '#model/state.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { healthOf } from '../api/overview/health.ts';
import { readCursor } from '../publish/cursor.ts';
import { followEvents } from '../publish/follow.ts';

/** How the station stands: names are those of metrics. */
export interface Gauges {
  routersUp: number;
  /** Of those that were heard in the last days, those that are stale or lost now. */
  routersSilent: number;
  collectorsUp: number;
  /** As `/v1/health` says. */
  ingestLagSeconds: number;
  /** Age of the oldest event that no bus has acknowledged. */
  publishLagSeconds: number;
  elements: number;
  /** Critical: they draw traffic and drop it. */
  halfOpenElements: number;
  suspectFeeds: number;
  criticalFindings: number;
  warningFindings: number;
}

/** A router that has been silent for longer was taken away, milliseconds. */
const longestSilence = 7 * 24 * 3600 * 1000;

/**
 * Reads all that is few: routers, elements, findings. Of 300 elements that is some 100 read units a minute, $0.60 a month.
 * @param now milliseconds since 1970
 */
export async function takeGauges(store: Store, now: number): Promise<Gauges> {
  const [routers, claims, commits, collectors, elements, spans, findings] = await Promise.all([
    readAll(store, 'router').then((all) => all.filter(({ id }) => id !== canaryRouterId)),
    readAll(store, 'claim'),
    readAll(store, 'commit'),
    readAll(store, 'collector'),
    readAll(store, 'element'),
    readAll(store, 'span'),
    readAll(store, 'finding'),
  ]);
  const { routersUp, collectorsUp, ingestLagSeconds } = healthOf({ routers, claims, commits, collectors }, now, 0);
  const states = wholeElements(elements, spans).map(({ state }) => state);
  return {
    routersUp,
    routersSilent: routers.filter((router) => isSilent(router, now)).length,
    collectorsUp,
    ingestLagSeconds,
    publishLagSeconds: await publishLagSeconds(store, now),
    elements: states.filter((state) => state !== 'lost').length,
    halfOpenElements: countOf<ElementStatus>(states, 'half-open'),
    suspectFeeds: findings.filter(({ kind }) => kind === 'suspect-feed').length,
    criticalFindings: countOf(severitiesOf(findings), 'critical'),
    warningFindings: countOf(severitiesOf(findings), 'warning'),
  };
}

const isSilent = ({ session }: RouterState, now: number): boolean =>
  session.state !== 'up' && now - session.lastMessageAt < longestSilence;

const severitiesOf = (findings: readonly FindingState[]) => findings.map(({ severity }) => severity);

const countOf = <Value>(values: readonly Value[], counted: Value): number =>
  values.filter((value) => value === counted).length;

async function publishLagSeconds(store: Store, now: number): Promise<number> {
  const { next } = await readCursor(store);
  for await (const { event } of followEvents(store, next)) return Math.max(0, now - event.time) / 1000;
  return 0;
}
