import type { AttributeSet, FeedReference, PeerReference, StreamEvent } from '#model/record.ts';
import { encodeAttributeSet, type RecordHeader, RecordWriter, routeSize } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';

type Unnumbered<Event> = Event extends StreamEvent ? Omit<Event, 'seq'> : never;
/** An event before it has its place in the order. */
export type EventDraft = Unnumbered<StreamEvent>;

/** A feed by value; the builder interns it. */
export interface Feed extends Omit<FeedReference, 'peer'> {
  peer: PeerReference;
}

/** Routes of one feed that share their attributes; `attributes` null: withdrawn. */
export interface RouteBatch {
  feed: Feed;
  attributes: AttributeSet | null;
  routes: readonly Nlri[];
  routerTime: number;
  receivedAt: number;
}

export interface RecordBuilderProps {
  header: Pick<RecordHeader, 'routerId' | 'session' | 'collectorId'>;
  /** Octets at which a record is cut. */
  maxBytes: number;
  emit: (record: Uint8Array) => void;
}

type RouteEvent = Extract<StreamEvent, { kind: 'announce' | 'withdraw' }>;

/**
 * Routes of one event at most, by their size in octets. Together with `maxBytes` and the largest other event (a Peer Up
 * with two OPENs of 64 KiB, an attribute set of 64 KiB) this keeps every record below the 1 MiB that Kinesis takes.
 */
const maxRouteBytes = 65_536;
/** Octets of an event without its routes, at most. */
const routeEventOverhead = 40;

/** Turns what a router says into records: numbers and interns, and joins what shares feed and attributes. */
export class RecordBuilder {
  readonly #props: RecordBuilderProps;
  #writer = new RecordWriter();
  #seq = 0;
  #firstSeq = 0;
  readonly #peers = new Map<string, number>();
  readonly #feeds = new Map<string, number>();
  readonly #attributeSets = new Map<string, number>();
  /** Runs of messages about one feed are the rule: no key is made for them. */
  #lastFeed: { feed: Feed; index: number } | null = null;
  /** The route event that may still grow, and the octets of its routes. */
  #growing: RouteEvent | null = null;
  #growingBytes = 0;

  constructor(props: RecordBuilderProps) {
    this.#props = props;
  }

  /** Octets of the record in the making. */
  get pendingBytes(): number {
    return this.#writer.size + this.#growingBytes;
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
  addOfPeer(peer: PeerReference, draftOf: (peer: number) => EventDraft): void {
    this.#closeGrowing();
    this.#append(draftOf(this.#peerIndex(peer)));
  }

  /** Adds an event about a feed; `draftOf` gets the feed's index. */
  addOfFeed(feed: Feed, draftOf: (feed: number) => EventDraft): void {
    this.#closeGrowing();
    this.#append(draftOf(this.#feedIndex(feed)));
  }

  addRoutes(batch: RouteBatch): void {
    const encoded = batch.attributes === null ? null : encodeAttributeSet(batch.attributes);
    let routes: Nlri[] | null = null;
    for (const route of batch.routes) {
      routes ??= this.#routesOf(batch, encoded);
      routes.push(route);
      this.#growingBytes += routeSize(route);
      if (this.#growingBytes < maxRouteBytes) continue;
      // Only here and at the end: with a large attribute set every single route would fill a record.
      this.#closeGrowing();
      this.#cutWhenFull();
      routes = null;
    }
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
    this.#attributeSets.clear();
    this.#lastFeed = null;
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

  /** The routes of the growing event when the batch continues it, else of a new one. */
  #routesOf({ feed, routerTime, receivedAt }: RouteBatch, encoded: Uint8Array | null): Nlri[] {
    const feedIndex = this.#feedIndex(feed);
    const attributeSet = encoded === null ? null : this.#attributeSetIndex(encoded);
    const event = this.#growing;
    if (event?.feed === feedIndex && attributeSetOf(event) === attributeSet) return event.routes;
    this.#closeGrowing();
    const [seq, routes] = [this.#nextSeq(), []];
    this.#growing =
      attributeSet === null
        ? { kind: 'withdraw', seq, receivedAt, feed: feedIndex, routerTime, routes }
        : { kind: 'announce', seq, receivedAt, feed: feedIndex, routerTime, attributeSet, routes };
    this.#growingBytes = routeEventOverhead;
    return this.#growing.routes;
  }

  #closeGrowing(): void {
    if (this.#growing === null) return;
    this.#writer.addEvent(this.#growing);
    this.#growing = null;
    this.#growingBytes = 0;
  }

  #peerIndex(peer: PeerReference): number {
    const key = `${peer.type} ${peer.distinguisher} ${peer.address} ${peer.asn} ${peer.bgpId}`;
    return interned(this.#peers, key, () => this.#writer.addPeer(peer));
  }

  #feedIndex(feed: Feed): number {
    if (this.#lastFeed !== null && isSameFeed(this.#lastFeed.feed, feed)) return this.#lastFeed.index;
    const { peer, view, afi, safi } = feed;
    const peerIndex = this.#peerIndex(peer);
    const key = `${peerIndex} ${view} ${afi} ${safi}`;
    const index = interned(this.#feeds, key, () => this.#writer.addFeed({ peer: peerIndex, view, afi, safi }));
    this.#lastFeed = { feed, index };
    return index;
  }

  #attributeSetIndex(encoded: Uint8Array): number {
    const key = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length).toString('latin1');
    return interned(this.#attributeSets, key, () => this.#writer.addAttributeSet(encoded));
  }
}

const isSameFeed = (left: Feed, right: Feed): boolean =>
  left.view === right.view &&
  left.afi === right.afi &&
  left.safi === right.safi &&
  left.peer.address === right.peer.address &&
  left.peer.type === right.peer.type &&
  left.peer.distinguisher === right.peer.distinguisher &&
  left.peer.asn === right.peer.asn &&
  left.peer.bgpId === right.peer.bgpId;

function interned(indexes: Map<string, number>, key: string, add: () => void): number {
  const known = indexes.get(key);
  if (known !== undefined) return known;
  add();
  const index = indexes.size;
  indexes.set(key, index);
  return index;
}

const attributeSetOf = (event: RouteEvent): number | null => (event.kind === 'announce' ? event.attributeSet : null);
