import { connect, type Socket } from 'node:net';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import {
  announcement,
  endOfRib,
  initiation,
  type PeerDownReason,
  peerDown,
  peerUp,
  statistics,
  termination,
  withdrawal,
} from './lab-messages.ts';
import type { ListenAddress } from './options.ts';
import type { RouterSpec, RouteSpec, SessionSpec, Side } from './reference-lab.ts';

export interface SimulationTimings {
  /** Seconds between Statistics Reports. */
  statisticsSeconds: number;
  /** Wait before a reconnect, milliseconds: doubled at each failure up to the longest, RFC 7854 §3.2. */
  reconnect: { first: number; longest: number };
}

interface SimulatedSession {
  spec: SessionSpec;
  up: boolean;
  routes: Map<string, RouteSpec>;
  /** Prefixes the import policy of the PE drops. */
  rejected: Set<string>;
}

const views = ['adj-rib-in-pre', 'adj-rib-in-post'] as const;

/** One PE: holds its BGP sessions and routes, tells a station of them over BMP, and dials again when the connection goes. */
export class SimulatedRouter {
  readonly #spec: RouterSpec;
  readonly #station: ListenAddress;
  readonly #timings: SimulationTimings;
  readonly #sessions: SimulatedSession[];
  #socket: Socket | null = null;
  #connected = false;
  #redial: NodeJS.Timeout | null = null;
  #failures = 0;
  #statistics: NodeJS.Timeout | null = null;
  /** Connections made since the start. */
  connections = 0;

  constructor(spec: RouterSpec, station: ListenAddress, timings: SimulationTimings) {
    this.#spec = spec;
    this.#station = station;
    this.#timings = timings;
    this.#sessions = spec.sessions.map((session) => ({
      spec: session,
      up: true,
      routes: new Map(session.routes.map((route) => [route.prefix, route])),
      rejected: new Set(),
    }));
  }

  get connected(): boolean {
    return this.#connected;
  }

  start(): void {
    this.#statistics = setInterval(() => this.#sendStatistics(), this.#timings.statisticsSeconds * 1000);
    this.#dial();
  }

  /** Goes away without a word, as a router does whose process is killed, until `start`. */
  stop(): void {
    if (this.#statistics) clearInterval(this.#statistics);
    if (this.#redial) clearTimeout(this.#redial);
    this.#leave()?.destroy();
  }

  /** Resets the BMP connection; the sessions and routes stay, and the router dials again. */
  cut(): void {
    this.#failures = 0;
    this.#socket?.resetAndDestroy();
  }

  /** Says why (RFC 7854 §4.5), closes the BMP connection and stays away until `start`. */
  terminate(): void {
    if (this.#statistics) clearInterval(this.#statistics);
    if (this.#redial) clearTimeout(this.#redial);
    const last = this.#connected ? encodeBmpMessage(termination()) : new Uint8Array();
    this.#leave()?.end(last);
  }

  /** The element announces a route: its own service prefix unless another is given. */
  announce(element: string, side: Side, change: Partial<RouteSpec> = {}): void {
    const session = this.#session(element, side);
    const route = { ...ownRoute(session), ...change };
    session.routes.set(route.prefix, route);
    if (session.up) this.#send(announced(this.#spec, session, route));
  }

  withdraw(element: string, side: Side, prefix?: string): void {
    const session = this.#session(element, side);
    const gone = prefix ?? ownRoute(session).prefix;
    if (session.routes.delete(gone) && session.up) {
      this.#send(views.map((view) => withdrawal(session.spec, view, gone, Date.now())));
    }
  }

  /** The import policy drops the element's route from now on: in the pre-policy view it stays. */
  reject(element: string, side: Side): void {
    const session = this.#session(element, side);
    const { prefix } = ownRoute(session);
    session.rejected.add(prefix);
    this.#send([withdrawal(session.spec, 'adj-rib-in-post', prefix, Date.now())]);
  }

  accept(element: string, side: Side): void {
    const session = this.#session(element, side);
    const route = ownRoute(session);
    session.rejected.delete(route.prefix);
    this.#send([announcement(this.#spec, session.spec, 'adj-rib-in-post', route, Date.now())]);
  }

  /** The BGP session ends; its routes go with it and are not withdrawn one by one. */
  peerDown(element: string, side: Side, reason: PeerDownReason = 3): void {
    const session = this.#session(element, side);
    session.up = false;
    this.#send([peerDown(session.spec, reason, Date.now())]);
  }

  /** The BGP session comes back. As FRR does outside a dump, no End-of-RIB follows. */
  peerUp(element: string, side: Side): void {
    const session = this.#session(element, side);
    session.up = true;
    this.#send([peerUp(this.#spec, session.spec, Date.now()), ...routesOf(this.#spec, session)]);
  }

  #session(element: string, side: Side): SimulatedSession {
    const found = this.#sessions.find(({ spec }) => spec.element === element && spec.side === side);
    if (found === undefined) throw new Error(`${this.#spec.sysName} has no session with ${element}, ${side}`);
    return found;
  }

  #dial(): void {
    this.#redial = null;
    const socket = connect(this.#station);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('connect', () => socket === this.#socket && this.#greet());
    // The station has nothing to say; reading is what notices its FIN.
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => this.#closed(socket));
  }

  #greet(): void {
    this.#connected = true;
    this.#failures = 0;
    this.connections += 1;
    const up = this.#sessions.filter((session) => session.up);
    this.#send([initiation(this.#spec)]);
    for (const { spec } of up) this.#send([peerUp(this.#spec, spec, Date.now())]);
    for (const session of up) this.#send([...routesOf(this.#spec, session), ...endsOfRib(session)]);
  }

  /** Forgets the connection, so that its end starts no other. */
  #leave(): Socket | null {
    const socket = this.#socket;
    this.#connected = false;
    this.#socket = null;
    return socket;
  }

  #closed(socket: Socket): void {
    if (socket !== this.#socket) return;
    this.#leave();
    const { first, longest } = this.#timings.reconnect;
    this.#redial = setTimeout(() => this.#dial(), Math.min(longest, first * 2 ** this.#failures));
    this.#failures += 1;
  }

  #sendStatistics(): void {
    const up = this.#sessions.filter((session) => session.up);
    this.#send(up.map(({ spec, routes }) => statistics(spec, routes.size, Date.now())));
  }

  #send(messages: readonly BmpMessage[]): void {
    if (!this.#connected || this.#socket === null) return;
    this.#socket.cork();
    for (const message of messages) this.#socket.write(encodeBmpMessage(message));
    this.#socket.uncork();
  }
}

function ownRoute({ spec }: SimulatedSession): RouteSpec {
  const [route] = spec.routes;
  if (route === undefined) throw new Error(`${spec.element} has no route of its own`);
  return route;
}

function announced(router: RouterSpec, session: SimulatedSession, route: RouteSpec): BmpMessage[] {
  const shown = views.filter((view) => view === 'adj-rib-in-pre' || !session.rejected.has(route.prefix));
  return shown.map((view) => announcement(router, session.spec, view, route, Date.now()));
}

const routesOf = (router: RouterSpec, session: SimulatedSession): BmpMessage[] =>
  [...session.routes.values()].flatMap((route) => announced(router, session, route));

const endsOfRib = ({ spec }: SimulatedSession): BmpMessage[] => views.map((view) => endOfRib(spec, view, Date.now()));
