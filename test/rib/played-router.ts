import { LogAppender, sealWrites } from '#functions/ingest/log-appender.ts';
import type { FeedMark } from '#model/feed-mark.ts';
import { kinds } from '#model/keys.ts';
import type { CommitState, FeedStatus, HeadState, PeerState } from '#model/state.ts';
import { type Token, tokenOf, zeroToken } from '#model/token.ts';
import { type CompactionBounds, compact } from '#rib/base/compaction.ts';
import { readManifest } from '#rib/base/manifest-store.ts';
import { packPeers, type RouterHead, readHead } from '#rib/rows/head.ts';
import type { SegmentRow } from '#rib/rows/row.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { attributeSet } from './arbitraries.ts';
import { feedState, type Happening, peerState, peersOfRouter, watchedViews } from './history.ts';
import { type PlainRoute, sameRoute } from './plain-rib.ts';

interface PlayedPeer {
  id: string;
  state: FeedStatus;
  incarnation: number;
  /** Of its feeds: what the table says. */
  incarnationToken: Token;
  visibleFrom: Token;
}

/** Plays a history twice: into the store as ingest would, and into a plain list of routes that are changed in place. */
export class PlayedRouter {
  readonly store = new InMemoryStore();
  readonly routerId: string;
  readonly family: string;
  now = 1_700_000_000_000;
  /** What a reader must see: the list as of the last commit. */
  committed: PlainRoute[] = [];
  readonly #log: LogAppender;
  readonly #peers: PlayedPeer[];
  #routes: PlainRoute[] = [];
  #rows: SegmentRow[] = [];
  #marks: FeedMark[] = [];
  #session = 1;
  #seq = 0;
  #names = 0;
  #commit: CommitState;

  constructor(family: string, routerId = 'pe1') {
    this.family = family;
    this.routerId = routerId;
    this.#log = new LogAppender({ store: this.store, newName: () => `name-${this.#names++}` });
    this.#peers = Array.from({ length: peersOfRouter }, (_, index) => {
      const feed = { incarnation: 0, incarnationToken: zeroToken, visibleFrom: zeroToken };
      return { id: `${routerId}~192.0.2.${index + 1}`, state: 'synced', ...feed };
    });
    this.#commit = { routerId, version: 0, applied: zeroToken, receivedAt: 0, committedAt: 0, logged: {} };
    for (const peer of this.#peers) this.#mark(peer);
  }

  get peerIds(): string[] {
    return this.#peers.map(({ id }) => id);
  }

  async happen(happening: Happening): Promise<void> {
    this.now += 4000;
    if (happening.kind === 'commit') return this.commit();
    if (happening.kind === 'compact') return this.compact(happening);
    if (happening.kind !== 'reconnect') return this.#hear(happening);
    this.#session += 1;
    this.#seq = 0;
    for (const peer of this.#peers.keys()) this.#hear({ kind: 'peer-up', peer });
  }

  /** The rows are in the log first; then the head says that they count. */
  async commit(): Promise<void> {
    await this.writeLog();
    const head: HeadState = {
      ...this.#commit,
      session: { id: 1, state: 'up', lastPeerUpAt: null, learning: false },
      partitions: 1,
      packedPeers: packPeers(this.#peerStates()),
    };
    await this.store.write([{ put: { key: kinds.head.key(this.routerId), document: { ...head } } }]);
    this.committed = this.#routes.map((route) => ({ ...route }));
  }

  /** A commit as far as the log goes. */
  async writeLog(): Promise<void> {
    const { routerId, family, now } = this;
    const rows = new Map(this.#rows.length > 0 ? [[family, this.#rows]] : []);
    const appended = await this.#log.append(routerId, rows, this.#peerStates(), now);
    const logged = (this.#commit.logged[family] ?? 0) + (appended.get(family)?.octets ?? 0);
    const version = this.#commit.version + 1;
    const applied = tokenOf(this.#session, this.#seq);
    this.#commit = { routerId, version, applied, receivedAt: now, committedAt: now, logged: { [family]: logged } };
    await this.store.write(sealWrites(this.#commit, appended, this.#marks));
    this.#rows = [];
    this.#marks = [];
  }

  async compact(bounds: CompactionBounds): Promise<void> {
    const { store, routerId, family } = this;
    const before = await readManifest(store, routerId, family);
    const head = await this.head();
    if (!head) return;
    const batch = `batch-${this.#names++}`;
    await compact({ store, head, family, before, batch, now: () => this.now, retention: 86_400_000, bounds });
  }

  head(): Promise<RouterHead | undefined> {
    return readHead(this.store, this.routerId);
  }

  #peerStates(): PeerState[] {
    return this.#peers.map(({ id, state, incarnationToken, visibleFrom }) => {
      const feeds = watchedViews.map((view) => feedState(view, this.family, incarnationToken, visibleFrom));
      return peerState(
        id,
        feeds.map((feed) => ({ ...feed, state })),
      );
    });
  }

  #token(): Token {
    return tokenOf(this.#session, this.#seq);
  }

  #hear(happening: Exclude<Happening, { kind: 'commit' | 'compact' | 'reconnect' }>): void {
    this.#seq += 1;
    const peer = this.#peers[happening.peer];
    if (!peer) throw new Error('no such peer');
    const isOfPeer = (route: PlainRoute) => route.peerId === peer.id;
    if ('nlri' in happening) this.#hearRoute(happening, peer);
    else if (happening.kind === 'peer-up') {
      Object.assign(peer, { incarnation: peer.incarnation + 1, incarnationToken: this.#token(), state: 'learning' });
      for (const route of this.#routes.filter(isOfPeer)) route.stale = true;
    } else if (happening.kind === 'end-of-rib') {
      if (peer.visibleFrom < peer.incarnationToken) peer.visibleFrom = peer.incarnationToken;
      peer.state = 'synced';
      this.#routes = this.#routes.filter((route) => !isOfPeer(route) || route.incarnation === peer.incarnation);
    } else {
      Object.assign(peer, { visibleFrom: this.#token(), state: 'down' });
      this.#routes = this.#routes.filter((route) => !isOfPeer(route));
    }
    if (!('nlri' in happening)) this.#mark(peer);
  }

  #hearRoute({ kind, view, nlri, med }: Extract<Happening, { nlri: unknown }>, { id, incarnation }: PlayedPeer): void {
    const route = { peerId: id, view, nlri, med, incarnation, stale: false };
    this.#routes = this.#routes.filter((known) => !sameRoute(known, route));
    if (kind === 'announce') this.#routes.push(route);
    const attributes = kind === 'announce' ? attributeSet({ med }) : null;
    this.#rows.push({ peerId: id, view, nlri, token: this.#token(), at: this.now, attributes });
  }

  #mark({ id, incarnationToken, visibleFrom }: PlayedPeer): void {
    const tokens = { token: this.#token(), incarnation: incarnationToken, visibleFrom };
    this.#marks.push(...watchedViews.map((view) => ({ peerId: id, view, family: this.family, ...tokens })));
  }
}
