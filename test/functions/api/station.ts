import type { Hono } from 'hono';
import { createApi } from '#functions/api/app.ts';
import type { Clock } from '#functions/api/http/clock.ts';
import { writeRules } from '#functions/rules-book.ts';
import type { PlatformEvent } from '#model/events.ts';
import type { FeedMark } from '#model/feed-mark.ts';
import { eventKeys, kinds } from '#model/keys.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import type {
  AnnouncementState,
  CommitState,
  ElementState,
  FindingState,
  HeadState,
  PeerState,
  RouterState,
  ServiceAddress,
  SteeringState,
  SteeringTarget,
} from '#model/state.ts';
import { type Token, tokenOf, zeroToken } from '#model/token.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { appendToLog, type Seal, sealWrite } from '#rib/log/log.ts';
import { lastOfEachRoute } from '#rib/log/segment.ts';
import { packPeers } from '#rib/rows/head.ts';
import type { SegmentRow } from '#rib/rows/row.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Document } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { attributeSet } from '../../rib/arbitraries.ts';
import { feedState, peerState, routerState } from '../../rib/history.ts';

/** 2026-01-01T00:00:00Z */
export const start = Date.UTC(2026, 0, 1);
export const applied = tokenOf(1, 100);

/** Time passes only by waiting; what happens meanwhile can be set. */
export class StillClock implements Clock {
  time = start;
  meanwhile: () => Promise<void> = async () => {};

  now = (): number => this.time;

  async wait(milliseconds: number): Promise<void> {
    this.time += milliseconds;
    await this.meanwhile();
  }
}

interface StandingRouter {
  commit: CommitState;
  session: RouterState['session'];
  peers: Map<string, PeerState>;
}

/** A table in memory, filled through the documents that ingest and collector write, and the API over it. */
export class Station {
  readonly store = new InMemoryStore();
  readonly clock = new StillClock();
  readonly logged: string[] = [];
  readonly #routers = new Map<string, StandingRouter>();
  readonly app: Hono = createApi({
    store: this.store,
    access: 'everyone',
    clock: this.clock,
    captures: {
      linkTo: async (name, now) => ({ url: `https://captures.example/${name}`, expiresAt: now + 300_000 }),
    },
    logger: {
      error: (message, details) => this.logged.push(`${message} ${JSON.stringify(details)}`),
      warn: (message, details) => this.logged.push(`${message} ${JSON.stringify(details)}`),
    },
  });

  async put(key: { pk: string; sk: string }, document: object): Promise<void> {
    await this.store.write([{ put: { key, document: { ...document } satisfies Document } }]);
  }

  async addRouter(
    id: string,
    change: Partial<RouterState> = {},
    state: RouterState['session']['state'] = 'up',
  ): Promise<void> {
    const known = routerState(state);
    const session = { ...known.session, since: start - 60_000, lastMessageAt: start - 50_000 };
    await this.put(kinds.router.key(id), { ...known, session, id, sysName: id, ...change });
    const commit = { applied, receivedAt: start - 5_000, committedAt: start - 4_000, logged: {} };
    this.#routers.set(id, { commit: { routerId: id, version: 0, ...commit }, session, peers: new Map() });
    await this.commit(id);
    await this.put(kinds.claim.key(id), {
      routerId: id,
      session: 1,
      open: true,
      source: '127.0.0.1:1',
      bgpId: null,
      partitions: 1,
      collectorId: 'c1',
      openedAt: start - 60_000,
      heartbeatAt: start - 5_500,
      closedAt: null,
      certified: false,
      openings: [],
      stationEnded: null,
      heldDownUntil: null,
    });
  }

  async addPeer(routerId: string, address: string, change: Partial<PeerState> = {}): Promise<string> {
    const id = `${routerId}~${address}`;
    const views: View[] = ['adj-rib-in-pre', 'adj-rib-in-post'];
    const feeds = views.map((view) => feedState(view, 'ipv4-unicast', tokenOf(1, 1), tokenOf(1, 1)));
    const peer = { ...peerState(id, feeds), routerId, ...change };
    await this.put(kinds.peer.key(routerId, id), peer);
    this.#router(routerId).peers.set(id, peer);
    for (const family of new Set(peer.feeds.map((feed) => feed.family))) await this.#mark(peer, family);
    await this.commit(routerId);
    return id;
  }

  /** What ingest says of a router with every commit: how far it is, and to look-ups who the peers are. */
  async commit(routerId: string, change: Partial<CommitState> = {}): Promise<void> {
    const router = this.#router(routerId);
    router.commit = { ...router.commit, version: router.commit.version + 1, ...change };
    const { commit, session, peers } = router;
    const head: HeadState = {
      ...commit,
      session: { ...session, learning: false },
      partitions: 1,
      packedPeers: packPeers(peers.values()),
    };
    await this.put(kinds.commit.key(routerId), commit);
    await this.put(kinds.head.key(routerId), head);
  }

  async addAnnouncement(
    routerId: string,
    peerAddress: string,
    prefix: string,
    change: Partial<AnnouncementState> = {},
  ): Promise<string> {
    const peerId = `${routerId}~${peerAddress}`;
    const id = `${peerId}~ipv4-unicast~${prefix}`;
    const said = {
      token: tokenOf(1, 5),
      at: start,
      nextHop: peerAddress,
      linkLocalNextHop: null,
      asPath: '65100',
      communities: ['13979:100', '65000:7'],
      role: 'trust',
      matchedRule: 'trust',
      otherRoles: [],
      tagged: true,
    };
    const announcement: AnnouncementState = {
      id,
      routerId,
      peerId,
      family: 'ipv4-unicast',
      routeDistinguisher: null,
      prefix,
      pathId: null,
      role: 'trust',
      matchedRule: 'trust',
      elementId: null,
      direct: true,
      location: routerId.slice(0, 2),
      vendor: 'FRR',
      deviceId: routerId.slice(2),
      peerAddress,
      views: { 'adj-rib-in-post': { ...said, nextHop: '203.0.113.9' }, 'adj-rib-in-pre': said },
      pipeline: { announced: 'yes', accepted: 'yes', selected: 'unknown', advertised: 'unknown' },
      state: 'announced',
      firstSeen: start - 2_000,
      lastChanged: start - 1_000,
      ...change,
    };
    await this.put(kinds.announcement.key(routerId, id), announcement);
    return id;
  }

  async addElement(
    routerId: string,
    key: string,
    interfaces: ElementState['interfaces'],
    change: Partial<ElementState> = {},
  ): Promise<void> {
    const element = await this.#element(routerId, key, interfaces, change);
    await this.put(kinds.element.key(routerId, element.id), element);
  }

  /** What several routers see, each in part; the parts are elements that have its id as `span`. */
  async addSpan(
    id: string,
    routerId: string,
    interfaces: ElementState['interfaces'],
    change: Partial<ElementState> = {},
  ): Promise<void> {
    await this.put(kinds.span.key(id), await this.#element(routerId, id, interfaces, { id, ...change }));
  }

  async #element(
    routerId: string,
    key: string,
    interfaces: ElementState['interfaces'],
    change: Partial<ElementState>,
  ): Promise<ElementState> {
    return {
      id: `${routerId}~${key}`,
      routerId,
      location: routerId.slice(0, 2),
      vendor: 'FRR',
      deviceId: routerId.slice(2),
      pairing: { strategy: 'bgp-id', key, scope: 'router' },
      span: null,
      interfaces,
      services: await this.#servicesOf(interfaces),
      required: ['trust', 'untrust'],
      state: 'complete',
      missing: [],
      reason: null,
      since: start,
      firstSeen: start,
      lastChanged: start,
      flap: { transitions: [], flapping: false, told: 'complete' },
      ...change,
    };
  }

  async #servicesOf(interfaces: ElementState['interfaces']): Promise<ElementState['services']> {
    const announcements = new Map((await readAll(this.store, 'announcement')).map((each) => [each.id, each]));
    const services = Object.entries(interfaces).map(([role, ids]): [string, ServiceAddress[]] => [
      role,
      ids
        .flatMap((id) => announcements.get(id) ?? [])
        .map(({ prefix, family, routeDistinguisher, state }) => {
          const live = state === 'announced' || state === 'stale';
          return { prefix, family, routeDistinguisher, live, routeTargets: [] };
        }),
    ]);
    return Object.fromEntries(services);
  }

  /** The default rules with some of them replaced. */
  async setRules(written: Partial<WrittenRules>, version = 1): Promise<void> {
    const rules = discoveryRules.parse({ ...defaultRules, ...written });
    await writeRules(this.store, { version, rules, writtenAt: start, comment: null, author: null });
  }

  async addSteering(
    routerId: string,
    peerAddress: string,
    match: string,
    targets: SteeringTarget[],
    change: Partial<SteeringState> = {},
  ): Promise<string> {
    const peerId = `${routerId}~${peerAddress}`;
    const id = `${peerId}~ipv4-flowspec~${match}`;
    const steering: SteeringState = {
      id,
      routerId,
      peerId,
      family: 'ipv4-flowspec',
      routeDistinguisher: null,
      match,
      views: { 'adj-rib-in-pre': { token: tokenOf(1, 5), at: start, targets } },
      firstSeen: start - 2_000,
      lastChanged: start - 1_000,
      ...change,
    };
    await this.put(kinds.steering.key(routerId, id), steering);
    return id;
  }

  async addFinding(
    id: string,
    change: Partial<FindingState> = {},
    writer = change.routerId ?? 'nj01emd',
  ): Promise<void> {
    await this.put(kinds.finding.key(writer, id), {
      id,
      routerId: 'nj01emd',
      kind: 'generic-sysname',
      severity: 'warning',
      subject: 'nj01emd',
      detail: 'calls itself GoBGP',
      since: start,
      ...change,
    });
  }

  /** One commit's events; `types` of the subject `subject`. */
  async addEvents(number: number, events: (Partial<PlatformEvent> & Pick<PlatformEvent, 'type'>)[]): Promise<void> {
    const whole = events.map((event, index) => ({
      id: `e${number}.${index}`,
      routerId: 'nj01emd',
      subject: 'nj01emd',
      time: start,
      data: {},
      ...event,
    }));
    await this.put(eventKeys.key(number), { version: 0, commit: `c${number}`, events: whole });
    await this.put(eventKeys.tail, { number });
  }

  /** One commit's rows, which count at once; later ones have higher tokens. */
  async addRoutes(routerId: string, seq: number, rows: readonly SegmentRow[], family = 'ipv4-unicast'): Promise<void> {
    const placed = lastOfEachRoute(rows, family);
    const entry = {
      routerId,
      family,
      rows: placed,
      repeats: null,
      first: tokenOf(1, seq),
      name: `seq-${seq}`,
      now: start,
    };
    const { items } = await appendToLog(this.store, entry);
    const tokens = rows.map(({ token }) => token);
    await this.#seal(
      routerId,
      family,
      { items, repeats: [], marks: [] },
      tokens,
      Math.max(...rows.map(({ at }) => at)),
    );
  }

  /** What the log says of a peer's feeds as they are now. */
  async #mark({ id, routerId, feeds }: PeerState, family: string): Promise<void> {
    const marks = feeds
      .filter((feed) => feed.family === family)
      .map(({ view, incarnation, visibleFrom }): FeedMark => {
        return { peerId: id, view, family, token: visibleFrom, incarnation, visibleFrom };
      });
    const tokens = marks.map(({ token }) => token);
    await this.#seal(routerId, family, { items: [], repeats: [], marks }, tokens, start - 10_000);
  }

  async #seal(
    routerId: string,
    family: string,
    seal: Seal,
    tokens: readonly Token[],
    receivedAt: number,
  ): Promise<void> {
    const { commit } = this.#router(routerId);
    const last = tokens.reduce((highest, token) => (token > highest ? token : highest), zeroToken);
    const sealed = { ...commit, version: commit.version + 1, applied: last, receivedAt };
    await this.store.write([sealWrite(sealed, family, seal)]);
    await this.commit(routerId, { applied: last > commit.applied ? last : commit.applied });
  }

  #router(routerId: string): StandingRouter {
    const router = this.#routers.get(routerId);
    if (router === undefined) throw new Error(`there is no router ${routerId}`);
    return router;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return Promise.resolve(this.app.request(path, { headers }));
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  async json(path: string, status = 200): Promise<any> {
    const response = await this.get(path);
    const body = await response.json();
    if (response.status !== status) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  }
}

export function routeOf(peerId: string, prefix: string, seq: number, change: Partial<SegmentRow> = {}): SegmentRow {
  const { address, prefixLength } = parsePrefix(prefix);
  return {
    peerId,
    view: 'adj-rib-in-pre',
    nlri: { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null },
    token: tokenOf(1, seq),
    at: start + seq * 1000,
    attributes: attributeSet({ communities: [13979 * 65536 + 100] }),
    ...change,
  };
}

/** Two PEs; nj has one element with both sides and a route table, md is stale and sees nj's trust prefix by a reflector. */
export async function labStation(): Promise<Station> {
  const station = new Station();
  await station.addRouter('nj01emd', { location: 'nj', deviceId: '01emd', vendor: 'FRR' });
  await station.addRouter('md04emd', { location: 'md', deviceId: '04emd', vendor: 'Cisco' }, 'stale');
  const trustPeer = await station.addPeer('nj01emd', '192.0.2.1');
  await station.addPeer('nj01emd', '192.0.2.2', { state: 'down', downReason: 'local notification', asn: 65200 });
  await station.addPeer('md04emd', '192.0.2.9');
  const trust = await station.addAnnouncement('nj01emd', '192.0.2.1', '11.11.11.1/32');
  const untrust = await station.addAnnouncement('nj01emd', '192.0.2.2', '11.11.11.2/32', { role: 'untrust' });
  await station.addAnnouncement('md04emd', '192.0.2.9', '11.11.11.1/32', { direct: false });
  await station.addElement('nj01emd', '10.0.0.1', { trust: [trust], untrust: [untrust] });
  await station.addElement(
    'md04emd',
    '10.0.0.2',
    {},
    { state: 'lost', missing: ['trust', 'untrust'], reason: 'withdrawn' },
  );
  await station.addFinding('f1');
  await station.put(kinds.collector.key('c1'), {
    collectorId: 'c1',
    startedAt: start,
    heartbeatAt: start,
    address: '127.0.0.1:11019',
    connections: 1,
    connectionsMax: 1000,
  });
  await station.addRoutes('nj01emd', 2, [
    routeOf(trustPeer, '11.11.11.1/32', 2),
    routeOf(trustPeer, '11.11.0.0/16', 3),
    routeOf(trustPeer, '0.0.0.0/0', 4),
  ]);
  await station.addEvents(1, [{ type: 'router.up' }, { type: 'peer.up', subject: trustPeer }]);
  await station.addEvents(2, [
    { type: 'element.state-changed', subject: 'nj01emd~10.0.0.1', data: { from: 'learning', to: 'complete' } },
  ]);
  return station;
}
