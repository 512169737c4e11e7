import equal from 'fast-deep-equal';
import type { Application } from './application.ts';
import { agreesWith } from './identity.ts';
import type { Cause, Draft } from './knowledge.ts';
import { losePeer } from './peers.ts';
import type { SessionCounters, StreamEvent } from './record.ts';
import { noteLocation, noteRouterFinding, noteSuspect } from './router-findings.ts';
import type { RouterName } from './rules/naming.ts';
import { latest } from './siblings.ts';
import type { RouterSession, RouterState } from './state.ts';
import { tokenOf } from './token.ts';

type EventOf<K extends StreamEvent['kind']> = Extract<StreamEvent, { kind: K }>;

const noCounters: SessionCounters = { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 };
/** Heartbeats at which nothing was counted are written this seldom. */
const heartbeatWriteMilliseconds = 50_000;

const identityFindings: Partial<Record<EventOf<'session-open'>['identity'], string>> = {
  'generic-sys-name': 'sysName is generic; the router id was qualified',
  'duplicate-sys-name': 'sysName is already live from elsewhere; the router id was qualified',
  'no-sys-name': 'no sysName in the Initiation; the router id was made from the connection',
};

export function applySessionOpen(application: Application, event: EventOf<'session-open'>, cause: Cause): void {
  const { draft, record } = application;
  const before = draft.router;
  const session: RouterSession = {
    state: 'up',
    id: record.session,
    since: cause.at,
    lastMessageAt: cause.at,
    source: event.source,
    sourcePort: event.sourcePort,
    collectorId: record.collectorId,
    lostAt: null,
    terminationReason: null,
    synced: false,
    lastPeerUpAt: null,
  };
  const { sysName, sysDescr, information } = event;
  const named = application.rules.nameRouter({ routerId: draft.routerId, sysName, sysDescr, information });
  draft.putRouter({
    id: draft.routerId,
    sysName,
    sysDescr,
    information,
    ...named,
    bgpId: event.bgpId ?? before?.bgpId ?? null,
    partitions: event.partitions,
    rulesVersion: before?.rulesVersion ?? application.rules.version,
    session,
    counters: noCounters,
    poisoned: before?.poisoned ?? 0,
  });
  noteWho(application, event, cause);
  noteLocation(application, named.location, cause);
  // It was let in.
  noteRouterFinding(draft, 'flapping-router', undefined, cause);
  // All is learned anew.
  noteRouterFinding(draft, 'suspect-feed', undefined, cause);
  if (before?.session.state === 'up') {
    if (!isNamed(before, named)) application.discovery.touchAll();
    return;
  }
  draft.emitOfRouter('router.up', cause, { source: event.source, location: named.location, sysName });
  application.discovery.touchAll();
}

function noteWho({ draft }: Application, event: EventOf<'session-open'>, cause: Cause): void {
  const { identity, certificateName, sysName, unlisted } = event;
  const differs = certificateName !== null && !agreesWith(certificateName, sysName);
  const mismatch = differs
    ? `it calls itself ${sysName}, and its certificate is that of ${certificateName}`
    : undefined;
  noteRouterFinding(draft, 'generic-sysname', identityFindings[identity], cause);
  noteRouterFinding(draft, 'sysname-mismatch', mismatch, cause);
  noteRouterFinding(draft, 'unlisted-router', unlisted ? 'it is not on the list of known routers' : undefined, cause);
}

const isNamed = (router: RouterState, { location, deviceId, vendor }: RouterName): boolean =>
  router.location === location && router.deviceId === deviceId && router.vendor === vendor;

/** The stream no longer holds the session's beginning: what follows is applied all the same, and said to be suspect. */
export function adoptSession(application: Application, cause: Cause): void {
  const before = application.draft.router;
  const sysName = before?.sysName ?? null;
  const sysDescr = before?.sysDescr ?? null;
  const information = before?.information ?? [];
  const bgpId = before?.bgpId ?? null;
  const partitions = before?.partitions ?? 1;
  const opening = {
    source: before?.session.source ?? '',
    sourcePort: before?.session.sourcePort ?? 0,
    sysName,
    sysDescr,
    information,
    bgpId,
    partitions,
    identity: 'sys-name',
    certificateName: null,
    unlisted: false,
  } as const;
  applySessionOpen(application, { kind: 'session-open', seq: 1, receivedAt: cause.at, ...opening }, cause);
  noteSuspect(application, 'the beginning of the session is missing from the stream', cause);
}

export function applyUndecodable(application: Application, event: EventOf<'undecodable'>, cause: Cause): void {
  noteSuspect(application, `BMP message of type ${event.messageType} not understood: ${event.reason}`, cause);
}

export function applyInitiation(application: Application, event: EventOf<'initiation'>, cause: Cause): void {
  const router = application.draft.router;
  if (!router) return;
  const { information } = event;
  const sysName = event.sysName ?? router.sysName;
  const sysDescr = event.sysDescr ?? router.sysDescr;
  const named = application.rules.nameRouter({ routerId: router.id, sysName, sysDescr, information });
  application.draft.putRouter({ ...router, sysName, sysDescr, information, ...named });
  if (!isNamed(router, named)) application.discovery.touchAll();
  noteLocation(application, named.location, cause);
}

const withSession = (router: RouterState, changes: Partial<RouterSession>): RouterState => ({
  ...router,
  session: { ...router.session, ...changes },
});

/** Routers close without Termination (a bare FIN); either way nothing is withdrawn, and the sweep counts from here. */
export function applySessionLost({ draft }: Application, event: EventOf<'session-lost'>, cause: Cause): void {
  const router = draft.router;
  if (!router) return;
  draft.putRouter(withSession(router, { lostAt: cause.at, terminationReason: event.reason }));
}

/** The session that was there before goes on, if it does. */
export function applyHeldDown({ draft }: Application, event: EventOf<'held-down'>, cause: Cause): void {
  const router = draft.router;
  if (!router) return;
  draft.putRouter(withSession(router, { heldDownUntil: event.until }));
  const until = new Date(event.until).toISOString();
  noteRouterFinding(draft, 'flapping-router', `held down until ${until}: ${event.reason}`, cause);
}

/** Once the time is over there is nothing to tell of it, for a router that stayed. */
function noteHeldDown(draft: Draft, cause: Cause): void {
  const until = draft.router?.session.heldDownUntil;
  if (until !== undefined && cause.at > until) noteRouterFinding(draft, 'flapping-router', undefined, cause);
}

export function applyHeartbeat({ draft }: Application, event: EventOf<'heartbeat'>, cause: Cause): void {
  const router = draft.router;
  if (!router) return;
  noteHeldDown(draft, cause);
  const lastPeerUpAt = latest([router.session.lastPeerUpAt, event.lastPeerUpAt]);
  const isNew = lastPeerUpAt !== router.session.lastPeerUpAt || !equal(router.counters, event.counters);
  if (!isNew && cause.at - router.session.lastMessageAt < heartbeatWriteMilliseconds) return;
  draft.putRouter({ ...withSession(router, { lastMessageAt: cause.at, lastPeerUpAt }), counters: event.counters });
}

/** Whatever the session says takes back that it was thought lost. */
export function noteAlive(application: Application, event: StreamEvent, cause: Cause): void {
  if (event.kind === 'session-lost' || event.kind === 'session-open') return;
  const { draft, discovery, record } = application;
  if ((draft.router?.session.id ?? 0) < record.session) adoptSession(application, cause);
  const router = draft.router;
  if (!router) return;
  if (router.session.lostAt === null) return;
  const wasUp = router.session.state === 'up';
  draft.putRouter(withSession(router, { state: 'up', lostAt: null, terminationReason: null }));
  if (wasUp) return;
  draft.emitOfRouter('router.up', cause, { source: router.session.source, location: router.location });
  discovery.touchAll();
}

export function applyStale(application: Application, event: EventOf<'session-stale'>, cause: Cause): void {
  const { draft } = application;
  const router = draft.router;
  if (router?.session.state !== 'up') return;
  const { lostAt, terminationReason } = router.session;
  draft.putRouter(
    withSession(router, {
      state: 'stale',
      lostAt: lostAt ?? cause.at,
      terminationReason: terminationReason ?? event.reason,
    }),
  );
  draft.emitOfRouter('router.stale', cause, { reason: terminationReason ?? event.reason });
  application.discovery.touchAll();
}

/** The hold is over: nothing this router said is served any more. */
export function applyExpired(application: Application, event: EventOf<'session-expired'>, cause: Cause): void {
  const { draft, discovery } = application;
  const router = draft.router;
  if (!router || router.session.state === 'down') return;
  const lostAt = router.session.lostAt ?? cause.at;
  draft.putRouter(withSession(router, { state: 'down', lostAt }));
  draft.emitOfRouter('router.down', cause, { reason: router.session.terminationReason ?? event.reason });
  const afterSession = tokenOf(router.session.id + 1, 0);
  for (const peer of [...draft.peers.values()]) losePeer(application, peer, afterSession, 'router lost', cause);
  discovery.touchAll();
}
