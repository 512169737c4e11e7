import type { View } from '#protocol/bmp/peer-header.ts';

/** A route of the plain model. */
export interface ToldRoute {
  med: number;
  /** Not said since the peer, or its router, came back: served as stale. */
  old: boolean;
  /** Silence may have taken it back meanwhile, or not yet. */
  doubtful: boolean;
  /** Last said, milliseconds since 1970. */
  at: number;
}

export interface ToldFeed {
  peer: string;
  view: View;
  family: string;
  /** Announced since the peer came up. */
  spoke: boolean;
  routes: Map<string, ToldRoute>;
}

/**
 * What a router has said, taken in event by event with nothing clever: a list of routes that is changed in place. What silence
 * may conclude is left open until it has to be concluded.
 */
export class Told {
  session: 'up' | 'stale' | 'down' = 'up';
  readonly feeds = new Map<string, ToldFeed>();
  /** Peers that have come up, or spoken, in this session. */
  readonly current = new Set<string>();
  readonly up = new Set<string>();

  clone(): Told {
    const copy = new Told();
    copy.session = this.session;
    for (const [name, feed] of this.feeds) {
      const routes = new Map([...feed.routes].map(([route, told]) => [route, { ...told }]));
      copy.feeds.set(name, { ...feed, routes });
    }
    for (const peer of this.current) copy.current.add(peer);
    for (const peer of this.up) copy.up.add(peer);
    return copy;
  }

  open(): void {
    this.session = 'up';
    this.current.clear();
    for (const feed of this.feeds.values()) ageRoutes(feed);
  }

  peerUp(peer: string): void {
    this.#alive();
    this.current.add(peer);
    this.up.add(peer);
    for (const feed of this.#ofPeer(peer)) ageRoutes(feed);
  }

  peerDown(peer: string): void {
    this.#alive();
    const awaited = this.up.has(peer) && !this.current.has(peer);
    if (awaited || !this.up.has(peer)) return;
    this.#drop(peer);
  }

  announce(peer: string, view: View, family: string, route: string, { med, at }: { med: number; at: number }): void {
    this.#alive();
    if (!this.up.has(peer) || !this.current.has(peer)) this.peerUp(peer);
    const feed = this.#feed(peer, view, family);
    feed.spoke = true;
    feed.routes.set(route, { med, at, old: false, doubtful: false });
  }

  withdraw(peer: string, view: View, family: string, route: string): void {
    this.#alive();
    const name = `${peer} ${view} ${family}`;
    if (this.up.has(peer) && !this.current.has(peer)) this.peerUp(peer);
    this.feeds.get(name)?.routes.delete(route);
  }

  endOfRib(peer: string, view: View, family: string): void {
    this.#alive();
    if (this.current.has(peer) && !this.up.has(peer)) return;
    if (!this.up.has(peer) || !this.current.has(peer)) this.peerUp(peer);
    const feed = this.#feed(peer, view, family);
    if (!feed.spoke) return;
    for (const [route, { old }] of feed.routes) if (old) feed.routes.delete(route);
  }

  /** The collector says that its session lives; after a while without another word, dumps may be taken to have ended. */
  heard(quietSeconds: number): void {
    this.#alive();
    if (quietSeconds < 2) return;
    for (const feed of this.feeds.values()) {
      for (const told of feed.routes.values()) told.doubtful ||= told.old;
    }
  }

  /** Long enough for everything to have been concluded. */
  settle(): void {
    for (const peer of [...this.up]) if (!this.current.has(peer)) this.#drop(peer);
    for (const { routes } of this.feeds.values()) {
      for (const [route, { old }] of routes) if (old) routes.delete(route);
    }
  }

  /** Routes of a family, by a name that tells feed and route. */
  routesOf(family: string): Map<string, ToldRoute> {
    const feeds = [...this.feeds.values()].filter((feed) => feed.family === family);
    return new Map(
      feeds.flatMap(({ peer, view, routes }) =>
        [...routes].map(([route, told]): [string, ToldRoute] => [`${peer} ${view} ${family} ${route}`, told]),
      ),
    );
  }

  stale(): void {
    if (this.session === 'up') this.session = 'stale';
  }

  expire(): void {
    if (this.session === 'down') return;
    this.session = 'down';
    for (const { routes } of this.feeds.values()) routes.clear();
    this.up.clear();
  }

  #alive(): void {
    this.session = 'up';
  }

  #feed(peer: string, view: View, family: string): ToldFeed {
    const name = `${peer} ${view} ${family}`;
    const feed = this.feeds.get(name) ?? { peer, view, family, spoke: false, routes: new Map<string, ToldRoute>() };
    this.feeds.set(name, feed);
    return feed;
  }

  #ofPeer(peer: string): ToldFeed[] {
    return [...this.feeds.values()].filter((feed) => feed.peer === peer);
  }

  #drop(peer: string): void {
    this.up.delete(peer);
    for (const feed of this.#ofPeer(peer)) feed.routes.clear();
  }
}

function ageRoutes(feed: ToldFeed): void {
  feed.spoke = false;
  for (const told of feed.routes.values()) told.old = true;
}
