import fc from 'fast-check';
import type { AttributeSet } from '#model/record.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ruleSets } from './rule-sets.ts';

/** Two share a BGP identifier, two have each its own, one takes another's, and one is a reflector of our own AS. */
const peers = [
  session('192.168.1.2', 65100, '11.11.11.11'),
  session('192.168.1.6', 65101, '11.11.11.11'),
  session('192.168.2.2', 65100, '12.12.12.12'),
  session('192.168.2.6', 65101, '13.13.13.13'),
  session('192.168.3.2', 65102, '11.11.11.11'),
  session('10.9.9.9', 65000, '10.9.9.9'),
];
const prefixes = ['11.11.11.1/32', '11.11.11.2/32', '11.12.11.1/32'];
const tags = [
  [],
  ['13979:100'],
  ['13979:200'],
  ['13979:300'],
  ['13979:666'],
  ['13979:100', '13979:200'],
  ['65535:0', '13979:100'],
];
const pre: View = 'adj-rib-in-pre';
const post: View = 'adj-rib-in-post';

interface Route {
  tag: number;
  /** Third number of a large community; 0 for none. */
  element: number;
  direct: boolean;
  /** What the policy of the router does with it. */
  policy: 'take' | 'strip' | 'retag' | 'refuse';
  postFirst: boolean;
}

export type Act =
  | { kind: 'announce'; peer: number; prefix: number; route: Route }
  /** Both sides of one. */
  | { kind: 'element'; pair: number; element: number }
  | { kind: 'withdraw'; peer: number; prefix: number; view: View | null }
  | { kind: 'up' | 'down'; peer: number }
  | { kind: 'reconnect'; absent: number[]; forgotten: number[]; stale: boolean; ends: boolean }
  | { kind: 'rules'; rules: number }
  | { kind: 'quiet'; seconds: number };

const peer = fc.nat(peers.length - 1);
const prefix = fc.nat(prefixes.length - 1);
const route: fc.Arbitrary<Route> = fc.record({
  tag: fc.nat(tags.length - 1),
  element: fc.nat(2),
  direct: fc.constantFrom(true, true, true, false),
  policy: fc.constantFrom('take', 'take', 'strip', 'retag', 'refuse'),
  postFirst: fc.boolean(),
});

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('element'), pair: fc.nat(1), element: fc.nat(2) }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('announce'), peer, prefix, route }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('withdraw'), peer, prefix, view: fc.constantFrom(null, pre, post) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('up', 'down'), peer }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reconnect'),
      absent: fc.array(peer, { maxLength: 2 }),
      forgotten: fc.array(prefix, { maxLength: 1 }),
      stale: fc.boolean(),
      ends: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('rules'), rules: fc.nat(ruleSets.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('quiet'), seconds: fc.constantFrom(1, 3, 5, 20) }) },
);

export const acts = fc.array(act, { minLength: 1, maxLength: 60, size: 'max' });

/** A router with its neighbours' routes, which says all that happens to them. */
export class RandomRouter {
  readonly voice = new RouterVoice();
  /** Of each peer that is up, its routes by prefix. */
  readonly #routes = peers.map((): Map<number, Route> | null => new Map());

  constructor() {
    this.voice.open();
    for (const each of peers) this.voice.peerUp(each);
    this.#endDumps();
  }

  perform(act: Exclude<Act, { kind: 'rules' }>): void {
    if (act.kind === 'quiet') this.voice.quiet(act.seconds);
    else if (act.kind === 'reconnect') this.#reconnect(act);
    else if (act.kind === 'up') this.#up(act.peer);
    else if (act.kind === 'down') this.#down(act.peer);
    else if (act.kind === 'announce') this.#announce(act.peer, act.prefix, act.route);
    else if (act.kind === 'element') this.#announceBoth(act.pair, act.element);
    else if (act.kind === 'withdraw') this.#withdraw(act.peer, act.prefix, act.view);
    this.voice.cut();
  }

  /** All dumps close, and nothing happens any more. */
  rest(): void {
    this.#endDumps();
    for (const seconds of [2, 5, 50, 300, 30]) this.voice.quiet(seconds);
  }

  #up(number: number): void {
    const peer = peers[number];
    if (peer === undefined || this.#routes[number] !== null) return;
    this.#routes[number] = new Map();
    this.voice.peerUp(peer);
  }

  #down(number: number): void {
    const peer = peers[number];
    if (peer === undefined || this.#routes[number] === null) return;
    this.#routes[number] = null;
    this.voice.peerDown(peer);
  }

  #announce(number: number, prefix: number, route: Route): void {
    const routes = this.#routes[number];
    const peer = peers[number];
    const text = prefixes[prefix];
    if (!routes || peer === undefined || text === undefined) return;
    const before = routes.get(prefix);
    routes.set(prefix, route);
    const nextHop = route.direct ? peer.address : '172.16.0.1';
    const largeCommunities: AttributeSet['largeCommunities'] = route.element > 0 ? [[13979, 1, route.element]] : [];
    const told = tags[route.tag] ?? [];
    const sayPre = () => this.voice.announce(peer, text, told, pre, { nextHop, largeCommunities });
    const sayPost = () => {
      const taken = { take: told, strip: [], retag: ['13979:200'], refuse: null }[route.policy];
      if (taken) this.voice.announce(peer, text, taken, post, { nextHop, largeCommunities });
      else if (before) this.voice.withdraw(peer, text, post);
    };
    for (const say of route.postFirst ? [sayPost, sayPre] : [sayPre, sayPost]) say();
  }

  #announceBoth(pair: number, element: number): void {
    for (const side of [0, 1]) {
      const route: Route = { tag: 1 + side, element, direct: true, policy: 'take', postFirst: false };
      this.#announce(2 * pair + side, side, route);
    }
  }

  #withdraw(number: number, prefix: number, view: View | null): void {
    const peer = peers[number];
    const text = prefixes[prefix];
    if (!this.#routes[number]?.has(prefix) || peer === undefined || text === undefined) return;
    if (view === null) this.#routes[number]?.delete(prefix);
    for (const each of view === null ? [post, pre] : [view]) this.voice.withdraw(peer, text, each);
  }

  #reconnect({ absent, forgotten, stale, ends }: Extract<Act, { kind: 'reconnect' }>): void {
    this.voice.lose();
    if (stale) this.voice.sweep('session-stale');
    this.voice.open();
    for (const [number, peer] of peers.entries()) {
      if (absent.includes(number)) this.#routes[number] = null;
      const routes = this.#routes[number];
      if (!routes) continue;
      this.voice.peerUp(peer).cut();
      for (const [prefix, route] of [...routes]) {
        if (forgotten.includes(prefix)) routes.delete(prefix);
        else this.#announce(number, prefix, route);
      }
    }
    if (ends) this.#endDumps();
  }

  #endDumps(): void {
    for (const [number, peer] of peers.entries()) {
      if (this.#routes[number]) this.voice.endOfRib(peer).endOfRib(peer, post);
    }
  }
}
