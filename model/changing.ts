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

type Route = Pick<AnnouncementState, 'family' | 'routeDistinguisher' | 'prefix'>;

/** Announcements, found by peer and by route without passing over those of others. */
export class ChangingAnnouncements extends Changing<AnnouncementState> {
  readonly #byPeer = new Map<string, Set<string>>();
  readonly #byRoute = new Map<string, Set<string>>();

  constructor(before: ReadonlyMap<string, AnnouncementState>) {
    super(before);
    for (const announcement of before.values()) this.#index(announcement);
  }

  override put(announcement: AnnouncementState): void {
    super.put(announcement);
    this.#index(announcement);
  }

  override delete(id: string): void {
    const announcement = this.get(id);
    if (announcement === undefined) return;
    super.delete(id);
    this.#byPeer.get(announcement.peerId)?.delete(id);
    this.#byRoute.get(routeKey(announcement))?.delete(id);
  }

  ofPeer(peerId: string): AnnouncementState[] {
    return this.#all(this.#byPeer.get(peerId));
  }

  countOfPeer(peerId: string): number {
    return this.#byPeer.get(peerId)?.size ?? 0;
  }

  /** What every peer announces of one route. */
  ofRoute(route: Route): AnnouncementState[] {
    return this.#all(this.#byRoute.get(routeKey(route)));
  }

  #index(announcement: AnnouncementState): void {
    setOf(this.#byPeer, announcement.peerId).add(announcement.id);
    setOf(this.#byRoute, routeKey(announcement)).add(announcement.id);
  }

  #all(ids: ReadonlySet<string> = new Set()): AnnouncementState[] {
    return [...ids].map((id) => this.get(id)).filter((found) => found !== undefined);
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
