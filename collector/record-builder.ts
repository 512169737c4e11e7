import type { AttributeSet, FeedReference, StreamEvent } from '#model/record.ts';
import { type EventToWrite, type RecordHeader, RecordWriter, routeSize } from '#model/record-codec.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import type { PlainUpdate } from '#protocol/bgp/plain-update.ts';
import type { RouteSet } from '#protocol/bgp/route-set.ts';
import type { PeerHeader } from '#protocol/bmp/peer-header.ts';
import type { PlainRoutes } from '#protocol/bmp/plain-routes.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { OctetList } from './octet-list.ts';
import { routerTimeOf } from './router-time.ts';

type Unnumbered<Event> = Event extends StreamEvent ? Omit<Event, 'seq'> : never;
/** An event before it has its place in the order. */
export type EventDraft = Unnumbered<StreamEvent>;

/** Whom a message speaks of; the builder interns it. */
export type Peer = Pick<PeerHeader, 'type' | 'distinguisher' | 'address' | 'asn' | 'bgpId' | 'view'>;

/** What routes of one feed share. */
interface RoutesOrigin {
  peer: Peer;
  family: Pick<Family, 'afi' | 'safi'> & Pick<FeedReference, 'table'>;
  /** Index of the feed, where it is known. */
  feed?: number;
  /** Null: withdrawn. */
  attributes: AttributeSet | PlainUpdate | null;
  /** Milliseconds since 1970, 0 when the router gave no time. */
  routerTime: number;
  receivedAt: number;
}

export interface RouteBatch extends RoutesOrigin {
  set: Pick<RouteSet, 'routes' | 'packed'>;
}

export interface RecordBuilderProps {
  header: Pick<RecordHeader, 'routerId' | 'session' | 'collectorId'>;
  /** Octets at which a record is cut. */
  maxBytes: number;
  emit: (record: Uint8Array) => void;
}

/**
 * Routes of one event at most, by their size in octets. Together with `maxBytes` and the largest other event (a Peer Up
 * with two OPENs of 64 KiB, an attribute set of 64 KiB) this keeps every record below the 1 MiB that Kinesis takes.
 */
const maxRouteBytes = 65_536;
/** Octets of an event without its routes, at most. */
const routeEventOverhead = 40;

type RouteEvent = Extract<EventToWrite, { kind: 'announce' | 'withdraw' }>;

interface GrowingRoutes {
  event: RouteEvent;
  routes: Nlri[];
  /** Its routes are octets, and not in `routes`. */
  packed: boolean;
  /** Octets, at most. */
  size: number;
}

/** Turns what a router says into records: numbers and interns, and joins what shares feed and attributes. */
export class RecordBuilder {
  readonly #props: RecordBuilderProps;
  #writer = new RecordWriter();
  #seq = 0;
  #firstSeq = 0;
  readonly #peers = new Map<string, number>();
  readonly #feeds = new Map<string, number>();
  readonly #plainFeeds = new Map<Peer, Map<Family, number>>();
  /** Runs of messages about one feed are the rule: no key is made for them. */
  #lastFeed: { peer: Peer; family: RouteBatch['family']; index: number } | null = null;
  /** The route event that may still grow. */
  #growing: GrowingRoutes | null = null;
  readonly #prefixes = new OctetList();

  constructor(props: RecordBuilderProps) {
    this.#props = props;
  }

  /** Octets of the record in the making. */
  get pendingBytes(): number {
    return this.#writer.size + (this.#growing?.size ?? 0);
  }

  get isEmpty(): boolean {
    return this.#firstSeq === 0;
  }

  /** Adds an event that refers to nothing. */
  add(draft: EventDraft): void {
    this.#closeGrowing();
    this.#append(draft);
  }

  /** Adds an event about a peer; `draftOf` gets the peer's index. */
  addOfPeer(peer: Peer, draftOf: (peer: number) => EventDraft): void {
    this.#closeGrowing();
    this.#append(draftOf(this.#peerIndex(peer)));
  }

  /** Adds an event about a feed; `draftOf` gets the feed's index. */
  addOfFeed(peer: Peer, family: RouteBatch['family'], draftOf: (feed: number) => EventDraft): void {
    this.#closeGrowing();
    this.#append(draftOf(this.#feedIndex(peer, family)));
  }

  addRoutes(batch: RouteBatch): void {
    const { packed } = batch.set;
    if (packed === undefined) this.#addListed(batch, batch.set.routes);
    else if (packed.count > 0) this.#addPacked(batch, packed.octets, 0, packed.octets.length);
    this.#cutWhenFull();
  }

  /** The same as the routes decoded would make, without decoding them. */
  addPlainRoutes({ peer, update, timeSeconds, timeMicroseconds }: PlainRoutes, receivedAt: number): void {
    const { family, octets, prefixesStart, prefixesEnd } = update;
    const routerTime = routerTimeOf(timeSeconds, timeMicroseconds);
    const feed = this.#plainFeedIndex(peer, family);
    const origin = { peer, family, feed, attributes: update, routerTime, receivedAt };
    this.#addPacked(origin, octets, prefixesStart, prefixesEnd);
    this.#cutWhenFull();
  }

  /** Cuts the record, when there is anything in it. */
  flush(): void {
    this.#closeGrowing();
    if (this.isEmpty) return;
    const record = this.#writer.finish({ ...this.#props.header, firstSeq: this.#firstSeq, lastSeq: this.#seq });
    this.#writer = new RecordWriter();
    this.#firstSeq = 0;
    this.#peers.clear();
    this.#feeds.clear();
    this.#plainFeeds.clear();
    this.#lastFeed = null;
    this.#prefixes.shrink();
    this.#props.emit(record);
  }

  #append(draft: EventDraft): void {
    this.#writer.addEvent({ ...draft, seq: this.#nextSeq() });
    this.#cutWhenFull();
  }

  #cutWhenFull(): void {
    if (this.pendingBytes >= this.#props.maxBytes) this.flush();
  }

  #nextSeq(): number {
    this.#seq++;
    if (this.#firstSeq === 0) this.#firstSeq = this.#seq;
    return this.#seq;
  }

  #addPacked(origin: RoutesOrigin, octets: Uint8Array, start: number, end: number): void {
    if ((this.#growing?.size ?? 0) + end - start > maxRouteBytes) this.#closeGrowing();
    this.#growingFor(origin, true).size += end - start;
    this.#prefixes.add(octets, start, end);
  }

  #addListed(batch: RouteBatch, routes: readonly Nlri[]): void {
    let growing: GrowingRoutes | null = null;
    for (const route of routes) {
      growing ??= this.#growingFor(batch, false);
      growing.routes.push(route);
      growing.size += routeSize(route);
      if (growing.size < maxRouteBytes) continue;
      // Only here and at the end: with a large attribute set every single route would fill a record.
      this.#closeGrowing();
      this.#cutWhenFull();
      growing = null;
    }
  }

  /** The growing event when the batch continues it, else a new one. */
  #growingFor(origin: RoutesOrigin, packed: boolean): GrowingRoutes {
    const { peer, family, attributes, routerTime, receivedAt } = origin;
    const feedIndex = origin.feed ?? this.#feedIndex(peer, family);
    const attributeSet = attributes === null ? null : this.#writer.internAttributeSet(attributes);
    const growing = this.#growing;
    if (growing?.packed === packed && continues(growing.event, feedIndex, attributeSet)) return growing;
    this.#closeGrowing();
    const [seq, routes]: [number, Nlri[]] = [this.#nextSeq(), []];
    const event: RouteEvent =
      attributeSet === null
        ? { kind: 'withdraw', seq, receivedAt, feed: feedIndex, routerTime, routes }
        : { kind: 'announce', seq, receivedAt, feed: feedIndex, routerTime, attributeSet, routes };
    this.#growing = { event, routes, packed, size: routeEventOverhead };
    return this.#growing;
  }

  #closeGrowing(): void {
    const growing = this.#growing;
    if (growing === null) return;
    if (growing.packed) growing.event.routes = this.#prefixes.take();
    this.#writer.addEvent(growing.event);
    this.#growing = null;
  }

  #peerIndex({ type, distinguisher, address, asn, bgpId }: Peer): number {
    const rd = formatRouteDistinguisher(distinguisher);
    const key = `${type} ${rd} ${address} ${asn} ${bgpId}`;
    const add = () => this.#writer.addPeer({ type, distinguisher: rd, address, asn, bgpId });
    return interned(this.#peers, key, add);
  }

  /** The messages of a connection's peers alternate, but each peer is the same object in all of them. */
  #plainFeedIndex(peer: Peer, family: Family): number {
    const ofPeer = this.#plainFeeds.get(peer);
    const known = ofPeer?.get(family);
    if (known !== undefined) return known;
    const index = this.#feedIndex(peer, family);
    if (ofPeer === undefined) this.#plainFeeds.set(peer, new Map([[family, index]]));
    else ofPeer.set(family, index);
    return index;
  }

  #feedIndex(peer: Peer, family: RouteBatch['family']): number {
    const last = this.#lastFeed;
    if (last !== null && isSameFamily(last.family, family) && isSamePeer(last.peer, peer)) return last.index;
    const peerIndex = this.#peerIndex(peer);
    const { view } = peer;
    const { afi, safi, table } = family;
    const key = `${peerIndex} ${view} ${afi} ${safi} ${table ?? ''}`;
    const named = table === undefined ? {} : { table };
    const index = interned(this.#feeds, key, () =>
      this.#writer.addFeed({ peer: peerIndex, view, afi, safi, ...named }),
    );
    this.#lastFeed = { peer, family, index };
    return index;
  }
}

const isSameFamily = (left: RouteBatch['family'], right: RouteBatch['family']): boolean =>
  left.safi === right.safi && left.afi === right.afi && left.table === right.table;

const continues = (event: RouteEvent, feed: number, attributeSet: number | null): boolean =>
  event.feed === feed && (event.kind === 'announce' ? event.attributeSet : null) === attributeSet;

const isSamePeer = (left: Peer, right: Peer): boolean =>
  left.view === right.view &&
  left.address === right.address &&
  left.type === right.type &&
  left.asn === right.asn &&
  left.bgpId === right.bgpId &&
  (left.distinguisher === right.distinguisher || isSameDistinguisher(left.distinguisher, right.distinguisher));

const isSameDistinguisher = (left: Uint8Array, right: Uint8Array): boolean =>
  left.every((octet, index) => octet === right[index]);

function interned(indexes: Map<string, number>, key: string, add: () => void): number {
  const known = indexes.get(key);
  if (known !== undefined) return known;
  add();
  const index = indexes.size;
  indexes.set(key, index);
  return index;
}
