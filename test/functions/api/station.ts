import type { Hono } from 'hono';
import { createApi } from '#functions/api/app.ts';
import type { Clock } from '#functions/api/clock.ts';
import type { PlatformEvent } from '#model/events.ts';
import { eventKeys, kinds } from '#model/keys.ts';
import type { AnnouncementState, ElementState, PeerState, RouterState } from '#model/state.ts';
import { tokenOf } from '#model/token.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { appendToLog } from '#rib/log.ts';
import type { SegmentRow } from '#rib/row.ts';
import type { Document } from '#rib/store.ts';
import { InMemoryStore } from '#rib/store-in-memory.ts';
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

/** A table in memory, filled through the documents that ingest and collector write, and the API over it. */
export class Station {
  readonly store = new InMemoryStore();
  readonly clock = new StillClock();
  readonly logged: string[] = [];
  readonly app: Hono = createApi({
    store: this.store,
    clock: this.clock,
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
    await this.put(kinds.commit.key(id), {
      routerId: id,
      version: 1,
      applied,
      receivedAt: start - 5_000,
      committedAt: start - 4_000,
    });
    await this.put(kinds.claim.key(id), {
      routerId: id,
      session: 1,
      open: true,
      source: '127.0.0.1:1',
      bgpId: null,
      collectorId: 'c1',
      openedAt: start - 60_000,
      heartbeatAt: start - 5_500,
      closedAt: null,
    });
  }

  async addPeer(routerId: string, address: string, change: Partial<PeerState> = {}): Promise<string> {
    const id = `${routerId}~${address}`;
    const views: View[] = ['adj-rib-in-pre', 'adj-rib-in-post'];
    const feeds = views.map((view) => feedState(view, 'ipv4-unicast', tokenOf(1, 1), tokenOf(1, 1)));
    await this.put(kinds.peer.key(routerId, id), { ...peerState(id, feeds), routerId, ...change });
    return id;
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
    const element: ElementState = {
      id: `${routerId}~${key}`,
      routerId,
      location: routerId.slice(0, 2),
      vendor: 'FRR',
      deviceId: routerId.slice(2),
      pairing: { strategy: 'bgp-id', key },
      interfaces,
      state: 'complete',
      missing: [],
      reason: null,
      since: start,
      firstSeen: start,
      lastChanged: start,
      ...change,
    };
    await this.put(kinds.element.key(routerId, element.id), element);
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

  async addRoutes(routerId: string, seq: number, rows: readonly SegmentRow[], family = 'ipv4-unicast'): Promise<void> {
    await appendToLog(this.store, { routerId, family, first: tokenOf(1, seq), rows });
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
  await station.put(kinds.finding.key('nj01emd', 'f1'), {
    id: 'f1',
    routerId: 'nj01emd',
    kind: 'generic-sysname',
    severity: 'warning',
    subject: 'nj01emd',
    detail: 'calls itself GoBGP',
    since: start,
  });
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
