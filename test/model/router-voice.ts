import type { AttributeSet, PeerReference, StreamEvent, StreamRecord } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';

type PeerUp = Extract<StreamEvent, { kind: 'peer-up' }>;
type PeerDown = Extract<StreamEvent, { kind: 'peer-down' }>;
type Said = StreamEvent extends infer E ? (E extends StreamEvent ? Omit<E, 'seq' | 'receivedAt'> : never) : never;

/** An element's session with the PE, as the reference lab has it. */
export interface SessionOfElement extends PeerReference {
  localAsn: number;
}

export const session = (address: string, asn: number, bgpId: string, localAsn = 65000): SessionOfElement => ({
  type: 'global',
  distinguisher: '0:0',
  address,
  asn,
  bgpId,
  localAsn,
});

const nothing = new Uint8Array();

const plainAttributes: AttributeSet = {
  ...emptyAttributeSet(),
  origin: 'igp',
  asPath: [{ type: 'sequence', asns: [65100] }],
};

export const community = (text: string): number => {
  const [asn = 0, value = 0] = text.split(':').map(Number);
  return asn * 65536 + value;
};

export const nlri = (prefix: string, pathId: number | null = null): Nlri => {
  const { address, prefixLength } = parsePrefix(prefix);
  return { pathId, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
};

const pre: View = 'adj-rib-in-pre';

export type FamilyNumbers = Pick<StreamRecord['feeds'][number], 'afi' | 'safi'>;
const ipv4Unicast: FamilyNumbers = { afi: 1, safi: 1 };

/** Speaks as one router does, session by session; `records` cuts what was said since into stream records. */
export class RouterVoice {
  readonly routerId: string;
  now = Date.UTC(2026, 10, 1);
  sessionNumber = 0;
  #seq = 0;
  #events: StreamEvent[] = [];
  #peers: PeerReference[] = [];
  #feeds: StreamRecord['feeds'] = [];
  #attributeSets: AttributeSet[] = [];
  readonly #done: StreamRecord[] = [];

  constructor(routerId = 'nj01emd') {
    this.routerId = routerId;
  }

  open(overrides: Partial<Extract<StreamEvent, { kind: 'session-open' }>> = {}): this {
    this.cut();
    this.sessionNumber += 1;
    this.#seq = 0;
    const { routerId: sysName } = this;
    const opening = { sysName, sysDescr: 'FRRouting 8.4.4', information: [], bgpId: '10.0.0.1', partitions: 1 };
    const connection = { source: '192.0.2.1', sourcePort: 50000 + this.sessionNumber };
    return this.say({
      kind: 'session-open',
      ...connection,
      identity: 'sys-name',
      certificateName: null,
      unlisted: false,
      ...opening,
      ...overrides,
    });
  }

  lose(reason = 'connection closed by the router'): this {
    return this.say({ kind: 'session-lost', reason, terminationReason: null }).cut();
  }

  peerUp(peer: SessionOfElement, more: Partial<PeerUp> = {}): this {
    const open = (asn: number, bgpId: string) => ({ asn, bgpId, holdTime: 180, capabilities: [] });
    return this.say({
      kind: 'peer-up',
      peer: this.#peer(peer),
      routerTime: this.now,
      localAddress: '192.168.1.1',
      localPort: 179,
      remotePort: 50000 + this.#seq,
      sentOpen: open(peer.localAsn, '10.0.0.1'),
      receivedOpen: open(peer.asn, peer.bgpId),
      information: [],
      table: null,
      tlvs: [],
      ...more,
    });
  }

  peerDown(peer: SessionOfElement, reason = 4, more: Partial<PeerDown> = {}): this {
    const body = { routerTime: this.now, reason, notification: null, fsmEventCode: null, tlvs: [], data: nothing };
    return this.say({ kind: 'peer-down', peer: this.#peer({ ...peer, bgpId: '0.0.0.0' }), ...body, ...more });
  }

  announce(
    peer: SessionOfElement,
    prefix: string,
    tags: string[],
    view: View = pre,
    more: Partial<AttributeSet> = {},
  ): this {
    return this.announceNlri(peer, nlri(prefix), { communities: tags.map(community), ...more }, view);
  }

  announceNlri(
    peer: SessionOfElement,
    route: Nlri,
    attributes: Partial<AttributeSet>,
    view: View = pre,
    family = ipv4Unicast,
  ): this {
    const attributeSet = this.#attributeSets.push({ ...plainAttributes, nextHop: peer.address, ...attributes }) - 1;
    const feed = this.#feed(peer, view, family);
    return this.say({ kind: 'announce', feed, routerTime: this.now, attributeSet, routes: [route] });
  }

  withdraw(peer: SessionOfElement, prefix: string, view: View = pre): this {
    return this.withdrawNlri(peer, nlri(prefix), view);
  }

  withdrawNlri(peer: SessionOfElement, route: Nlri, view: View = pre, family = ipv4Unicast): this {
    const feed = this.#feed(peer, view, family);
    return this.say({ kind: 'withdraw', feed, routerTime: this.now, routes: [route] });
  }

  endOfRib(peer: SessionOfElement, view: View = pre, family = ipv4Unicast): this {
    return this.say({ kind: 'end-of-rib', feed: this.#feed(peer, view, family) });
  }

  /** Time passes, and the collector says so. */
  quiet(seconds: number, lastPeerUpAt: number | null = null): this {
    this.now += seconds * 1000;
    const counters = { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 };
    this.say({ kind: 'heartbeat', counters, lastPeerUpAt });
    return this.cut();
  }

  statistics(peer: SessionOfElement, type: number, value: number): this {
    const counters = [{ type, afi: 0, safi: 0, value: BigInt(value) }];
    return this.say({ kind: 'statistics', peer: this.#peer(peer), counters, unread: [] });
  }

  /** The sweep's word, outside the session's order. */
  sweep(kind: 'session-stale' | 'session-expired', sessionNumber = this.sessionNumber): this {
    this.cut();
    const header = { routerId: this.routerId, session: sessionNumber, firstSeq: 0, lastSeq: 0, collectorId: 'sweep' };
    const afterSeq = sessionNumber === this.sessionNumber ? this.#seq : 0;
    const event: StreamEvent = { kind, seq: 0, receivedAt: this.now, reason: 'no word', afterSeq };
    this.#done.push({ ...header, peers: [], feeds: [], attributeSets: [], events: [event] });
    return this;
  }

  /** A collector's word, outside the session's order, too. */
  heldDown(seconds: number, reason = 'more than 3 sessions in 60 seconds'): this {
    this.cut();
    const header = { routerId: this.routerId, session: this.sessionNumber, firstSeq: 0, lastSeq: 0 };
    const until = this.now + seconds * 1000;
    const event: StreamEvent = { kind: 'held-down', seq: 0, receivedAt: this.now, reason, until };
    const nothingElse = { peers: [], feeds: [], attributeSets: [], events: [event] };
    this.#done.push({ ...header, collectorId: 'collector-1', ...nothingElse });
    return this;
  }

  say(said: Said): this {
    this.#seq += 1;
    this.now += 1;
    this.#events.push({ ...said, seq: this.#seq, receivedAt: this.now } as StreamEvent);
    return this;
  }

  /** Ends the record. */
  cut(): this {
    if (this.#events.length === 0) return this;
    this.#done.push({
      routerId: this.routerId,
      session: this.sessionNumber,
      firstSeq: this.#events[0]?.seq ?? 0,
      lastSeq: this.#seq,
      collectorId: 'collector-1',
      peers: this.#peers,
      feeds: this.#feeds,
      attributeSets: this.#attributeSets,
      events: this.#events,
    });
    this.#events = [];
    this.#peers = [];
    this.#feeds = [];
    this.#attributeSets = [];
    return this;
  }

  records(): StreamRecord[] {
    this.cut();
    return this.#done.splice(0);
  }

  #peer({ localAsn: _localAsn, ...reference }: SessionOfElement): number {
    return this.#peers.push(reference) - 1;
  }

  #feed(peer: SessionOfElement, view: View, family = ipv4Unicast): number {
    return this.#feeds.push({ peer: this.#peer(peer), view, ...family }) - 1;
  }
}
