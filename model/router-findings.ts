import type { Application } from './application.ts';
import { canaryRouterId } from './canary.ts';
import { type FindingKind, findingId, noteFinding } from './discovery/findings.ts';
import type { Cause, Draft } from './knowledge.ts';
import { isFirstPartition } from './partition.ts';
import { unknownLocation } from './rules/naming.ts';

/** All partitions of a router hear these: one tells them. Of the canary they say nothing new. */
const toldByFirst: readonly FindingKind[] = [
  'generic-sysname',
  'sysname-mismatch',
  'unlisted-router',
  'flapping-router',
  'unknown-location',
  'stats-missing',
];

/** Raises the router's finding of this kind, or clears it where there is nothing to tell. */
export function noteRouterFinding(draft: Draft, kind: FindingKind, detail: string | undefined, cause: Cause): void {
  if (toldByFirst.includes(kind) && (!isFirstPartition(draft.key) || draft.key === canaryRouterId)) return;
  noteFinding(draft, { kind, subject: draft.key, detail }, cause);
}

export const noteSuspect = ({ draft }: Pick<Application, 'draft'>, detail: string, cause: Cause): void =>
  noteRouterFinding(draft, 'suspect-feed', detail, cause);

export function noteLocation(
  { draft, rules }: Pick<Application, 'draft' | 'rules'>,
  location: string,
  cause: Cause,
): void {
  noteRouterFinding(draft, 'unknown-location', locationFault(rules.rules.locations, location), cause);
}

function locationFault(catalogue: readonly { code: string }[], location: string): string | undefined {
  if (location === unknownLocation) return 'no naming rule matches its Initiation strings or sysName';
  if (catalogue.length === 0 || catalogue.some(({ code }) => code === location)) return undefined;
  return `the catalogue of locations has no ${location}`;
}

/** A router that sends no Statistics Reports leaves its counts unconfirmed (RFC 7854 §4.8). They are of peers that are up. */
export function noteStatistics({ draft, rules }: Pick<Application, 'draft' | 'rules'>, cause: Cause): void {
  const router = draft.router;
  if (router === null) return;
  const { statisticsSeconds } = rules.rules.holds;
  const up = [...draft.peers.values()].filter(({ state }) => state === 'up');
  const upSince = Math.min(...up.map(({ since }) => since));
  const last = Math.max(router.session.since, upSince, ...up.map(({ statisticsAt }) => statisticsAt ?? 0));
  const missing = cause.at - last > statisticsSeconds * 1000;
  const detail = missing ? `no Statistics Report for more than ${statisticsSeconds} seconds` : undefined;
  if (missing || draft.findings.get(findingId({ kind: 'stats-missing', subject: draft.key }))) {
    noteRouterFinding(draft, 'stats-missing', detail, cause);
  }
}
