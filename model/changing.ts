import { changedVisibility, type FeedMark } from './feed-mark.ts';
import type { AnnouncementState, PeerState } from './state.ts';
import { type Token, zeroToken } from './token.ts';

/** A collection under change: reads see what was put, and what changed can be told afterwards. */
export class Changing<T extends { id: string }> {
  readonly #now: Map<string, T>;
  readonly #changed = new Set<string>();

  constructor(before: ReadonlyMap<string, T>) {
    this.#now = new Map(before);
  }

  get(id: string): T | undefined {
    return this.#now.get(id);
  }

  put(value: T): void {
    this.#now.set(value.id, value);
    this.#changed.add(value.id);
  }

  delete(id: string): void {
    if (this.#now.delete(id)) this.#changed.add(id);
  }

  values(): IterableIterator<T> {
    return this.#now.values();
  }

  /** Id to new value, or null where it is gone. */
  changes(): Map<string, T | null> {
    return new Map([...this.#changed].map((id) => [id, this.#now.get(id) ?? null]));
  }

  get changeCount(): number {
    return this.#changed.size;
  }

  get size(): number {
    return this.#now.size;
  }

  snapshot(): ReadonlyMap<string, T> {
    return this.#now;
  }
}

/** Peers, with a mark for each change of which rows of their feeds are served. */
export class ChangingPeers extends Changing<PeerState> {
  readonly marks: FeedMark[] = [];
  /** Of the event that is being applied. */
  now: Token = zeroToken;

  override put(peer: PeerState): void {
    this.marks.push(...changedVisibility(this.get(peer.id)?.feeds ?? [], peer, this.now));
    super.put(peer);
  }
}

/** What peers say, found by peer without passing over what others say. */
export class ChangingOfPeers<T extends { id: string; peerId: string }> extends Changing<T> {
  readonly #byPeer = new Map<string, Set<string>>();

  constructor(before: ReadonlyMap<string, T>) {
    super(before);
    for (const { id, peerId } of before.values()) setOf(this.#byPeer, peerId).add(id);
  }

  override put(value: T): void {
    super.put(value);
    setOf(this.#byPeer, value.peerId).add(value.id);
  }

  override delete(id: string): void {
    const peerId = this.get(id)?.peerId;
    super.delete(id);
    if (peerId !== undefined) this.#byPeer.get(peerId)?.delete(id);
  }

  ofPeer(peerId: string): T[] {
    return this.all(this.#byPeer.get(peerId));
  }

  countOfPeer(peerId: string): number {
    return this.#byPeer.get(peerId)?.size ?? 0;
  }

  protected all(ids: ReadonlySet<string> = new Set()): T[] {
    return [...ids].map((id) => this.get(id)).filter((found) => found !== undefined);
  }
}

type Route = Pick<AnnouncementState, 'family' | 'routeDistinguisher' | 'prefix'>;

/** Announcements, found by route and by element, too. */
export class ChangingAnnouncements extends ChangingOfPeers<AnnouncementState> {
  readonly #byRoute = new Map<string, Set<string>>();
  readonly #byElement = new Map<string, Set<string>>();

  constructor(before: ReadonlyMap<string, AnnouncementState>) {
    super(before);
    for (const announcement of before.values()) this.#index(announcement);
  }

  override put(announcement: AnnouncementState): void {
    this.#leaveElement(announcement.id);
    super.put(announcement);
    this.#index(announcement);
  }

  override delete(id: string): void {
    const announcement = this.get(id);
    if (announcement === undefined) return;
    this.#leaveElement(id);
    super.delete(id);
    this.#byRoute.get(routeKey(announcement))?.delete(id);
  }

  ofElement(elementId: string): AnnouncementState[] {
    return this.all(this.#byElement.get(elementId));
  }

  /** What every peer announces of one route. */
  ofRoute(route: Route): AnnouncementState[] {
    return this.all(this.#byRoute.get(routeKey(route)));
  }

  #index(announcement: AnnouncementState): void {
    setOf(this.#byRoute, routeKey(announcement)).add(announcement.id);
    if (announcement.elementId !== null) setOf(this.#byElement, announcement.elementId).add(announcement.id);
  }

  #leaveElement(id: string): void {
    const before = this.get(id)?.elementId;
    if (before) this.#byElement.get(before)?.delete(id);
  }
}

const routeKey = ({ family, routeDistinguisher, prefix }: Route): string =>
  `${family} ${routeDistinguisher ?? ''} ${prefix}`;

function setOf(index: Map<string, Set<string>>, key: string): Set<string> {
  const known = index.get(key);
  if (known) return known;
  const added = new Set<string>();
  index.set(key, added);
  return added;
}
