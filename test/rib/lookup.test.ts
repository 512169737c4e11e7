import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedId, kinds } from '#model/keys.ts';
import { type Token, tokenOf, zeroToken } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { RouteCounter } from '#rib/count.ts';
import { readFeeds } from '#rib/feeds.ts';
import { appendToLog } from '#rib/log.ts';
import { LogReader } from '#rib/log-reader.ts';
import { lookup } from '#rib/lookup.ts';
import { type Match, matches } from '#rib/prefix-match.ts';
import type { SegmentRow } from '#rib/row.ts';
import type { Document } from '#rib/store.ts';
import { InMemoryStore } from '#rib/store-in-memory.ts';
import { prefix } from './arbitraries.ts';
import {
  attributesOf,
  feedState,
  type Happening,
  happenings,
  type PlainRoute,
  peerIds,
  peerState,
  routerState,
  watchedViews,
} from './history.ts';

/** The prefix as a string of bits: an independent way to say covers, and equal. */
const bits = (nlri: Nlri): string =>
  [...nlri.address]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, nlri.prefixLength);

const sameRoute = (a: PlainRoute, b: { peerId: string; view: string; nlri: Nlri }): boolean =>
  a.peerId === b.peerId && a.view === b.view && bits(a.nlri) === bits(b.nlri) && a.nlri.pathId === b.nlri.pathId;

interface PlainPeer {
  incarnation: number;
  /** Of its feeds: what the table says. */
  incarnationToken: Token;
  visibleFrom: Token;
}

/** Plays a history twice: into the store as ingest would, and into a plain list of routes that are changed in place. */
class Play {
  readonly store = new InMemoryStore();
  readonly reader = new LogReader({ store: this.store });
  readonly family: string;
  /** What a reader must see: the list as of the last commit. */
  committed: PlainRoute[] = [];
  #routes: PlainRoute[] = [];
  #peers = peerIds.map((): PlainPeer => ({ incarnation: 0, incarnationToken: zeroToken, visibleFrom: zeroToken }));
  #pending: SegmentRow[] = [];
  #session = 1;
  #seq = 0;
  #first: Token = tokenOf(1, 1);
  #version = 0;

  constructor(family: string) {
    this.family = family;
  }

  async happen(happening: Happening): Promise<void> {
    if (happening.kind === 'commit') return this.commit();
    if (happening.kind === 'reconnect') {
      this.#session += 1;
      this.#seq = 0;
      for (let peer = 0; peer < peerIds.length; peer += 1) this.#happen({ kind: 'peer-up', peer });
      return;
    }
    this.#happen(happening);
  }

  /** The rows are in the log first; then the documents say that they count. */
  async commit(): Promise<void> {
    await this.appendPending();
    const feeds = ({ incarnationToken, visibleFrom }: PlainPeer) =>
      watchedViews.map((view) => feedState(view, this.family, incarnationToken, visibleFrom));
    const documents: [key: { pk: string; sk: string }, document: object][] = [
      [kinds.router.key('pe1'), routerState('up')],
      ...this.#peers.map((peer, index): [{ pk: string; sk: string }, object] => {
        const id = peerIds[index] ?? '';
        return [kinds.peer.key('pe1', id), peerState(id, feeds(peer))];
      }),
      [
        kinds.commit.key('pe1'),
        { routerId: 'pe1', version: ++this.#version, applied: this.#now(), receivedAt: 0, committedAt: 0 },
      ],
    ];
    await this.store.write(
      documents.map(([key, document]) => ({ put: { key, document: { ...document } satisfies Document } })),
    );
    this.#pending = [];
    this.#first = tokenOf(this.#session, this.#seq + 1);
    this.committed = this.#routes.map((route) => ({ ...route }));
  }

  async appendPending(): Promise<void> {
    await appendToLog(this.store, { routerId: 'pe1', family: this.family, first: this.#first, rows: this.#pending });
  }

  #now(): Token {
    return tokenOf(this.#session, this.#seq);
  }

  #happen(happening: Exclude<Happening, { kind: 'commit' | 'reconnect' }>): void {
    this.#seq += 1;
    const peer = this.#peers[happening.peer];
    const peerId = peerIds[happening.peer] ?? '';
    if (!peer) throw new Error('no such peer');
    const ofPeer = (route: PlainRoute) => route.peerId === peerId;
    if (happening.kind === 'announce' || happening.kind === 'withdraw') {
      const { view, nlri, med } = happening;
      const route = { peerId, view, nlri, med, incarnation: peer.incarnation, stale: false };
      this.#routes = this.#routes.filter((known) => !sameRoute(known, route));
      if (happening.kind === 'announce') this.#routes.push(route);
      this.#log(route, happening.kind === 'announce');
    } else if (happening.kind === 'peer-up') {
      peer.incarnation += 1;
      peer.incarnationToken = this.#now();
      for (const route of this.#routes.filter(ofPeer)) route.stale = true;
    } else if (happening.kind === 'end-of-rib') {
      if (peer.visibleFrom < peer.incarnationToken) peer.visibleFrom = peer.incarnationToken;
      this.#routes = this.#routes.filter((route) => !ofPeer(route) || route.incarnation === peer.incarnation);
    } else {
      peer.visibleFrom = this.#now();
      this.#routes = this.#routes.filter((route) => !ofPeer(route));
    }
  }

  #log({ peerId, view, nlri, med }: PlainRoute, announced: boolean): void {
    const attributes = announced ? attributesOf(med) : null;
    this.#pending.push({ peerId, view, nlri, token: this.#now(), at: 0, attributes });
  }
}

function expected(routes: PlainRoute[], match: Match, query: Nlri): string[] {
  const asked = bits(query);
  const covers = routes.filter(({ nlri }) => asked.startsWith(bits(nlri)));
  const longest = Math.max(...covers.map(({ nlri }) => nlri.prefixLength));
  const found: Record<Match, () => PlainRoute[]> = {
    longest: () => covers.filter(({ nlri }) => nlri.prefixLength === longest),
    covering: () => covers,
    exact: () => covers.filter(({ nlri }) => bits(nlri) === asked),
    covered: () => routes.filter(({ nlri }) => bits(nlri).startsWith(asked)),
  };
  return found[match]()
    .map((route) => line(route, route.med, route.stale))
    .sort();
}

const line = (route: { peerId: string; view: string; nlri: Nlri }, med: number | null, stale: boolean): string =>
  `${route.peerId} ${route.view} ${bits(route.nlri)}/${route.nlri.prefixLength} path ${route.nlri.pathId} med ${med} ${stale}`;

async function found(play: Play, match: Match, query: Nlri, includeStale: boolean): Promise<string[]> {
  const feeds = await readFeeds(play.store, 'pe1');
  const { address, prefixLength } = query;
  const asked = { address, prefixLength, family: play.family, match, includeStale };
  const answer = await lookup(play.reader, feeds ? [feeds] : [], asked);
  return answer.groups
    .flatMap(({ routes }) => routes.map(({ row, stale }) => line(row, row.attributes.med, stale)))
    .sort();
}

const countsOf = (routes: PlainRoute[], family: string) =>
  Object.fromEntries(
    peerIds.flatMap((peerId) =>
      watchedViews.map((view) => [
        feedId(peerId, view, family),
        routes.filter((route) => route.peerId === peerId && route.view === view).length,
      ]),
    ),
  );

describe.each([
  { family: 'ipv4-unicast', octets: 4 as const },
  { family: 'ipv6-unicast', octets: 16 as const },
])('look-ups in $family, against a plain list of routes', ({ family, octets }) => {
  it('agree on every match after every commit, with withdraws, re-dumps, Peer Downs and reconnects', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings(octets),
        fc.array(prefix(octets), { minLength: 1, maxLength: 4 }),
        async (history, queries) => {
          const play = new Play(family);
          const counter = new RouteCounter(play.reader);
          for (const happening of [...history, { kind: 'commit' } as const]) {
            await play.happen(happening);
            if (happening.kind !== 'commit') continue;
            for (const query of queries) {
              for (const match of matches) {
                expect(await found(play, match, query, true)).toEqual(expected(play.committed, match, query));
                const fresh = play.committed.filter(({ stale }) => !stale);
                expect(await found(play, match, query, false)).toEqual(expected(fresh, match, query));
              }
            }
            const feeds = await readFeeds(play.store, 'pe1');
            expect(feeds && Object.fromEntries(await counter.count(feeds))).toEqual(countsOf(play.committed, family));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('do not see rows of a commit under way', async () => {
    await fc.assert(
      fc.asyncProperty(happenings(octets), happenings(octets), prefix(octets), async (history, later, query) => {
        const play = new Play(family);
        for (const happening of history) await play.happen(happening);
        await play.commit();
        for (const happening of later.filter(({ kind }) => kind !== 'commit')) await play.happen(happening);
        await play.appendPending();
        for (const match of matches) {
          expect(await found(play, match, query, true)).toEqual(expected(play.committed, match, query));
        }
      }),
      { numRuns: 40 },
    );
  });
});
