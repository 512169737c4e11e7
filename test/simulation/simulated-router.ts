import type { StreamRecord } from '#model/record.ts';
import { type Token, tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { Random } from '../fuzz/random.ts';
import { RouterVoice } from '../model/router-voice.ts';
import { Told } from './told.ts';
import {
  attributesOf,
  families,
  labeled,
  meds,
  type Neighbour,
  neighbours,
  pickNlri,
  routeName,
  type SimulatedFamily,
} from './universe.ts';

/** A route that the router has. */
interface OwnRoute {
  view: View;
  family: SimulatedFamily;
  nlri: Nlri;
  med: number;
}

export interface SaidRecord {
  record: StreamRecord;
  /** A dead collector's, or one that came twice: it changes nothing. */
  late: boolean;
}

/** Lives at random, and says it as a router and its collector do; keeps what has been told, as of every record. */
export class SimulatedRouter {
  readonly id = 'nj01emd';
  /** By the last token of a record: what had been told by then, once or with the sweep's words after it. */
  readonly told = new Map<Token, Told[]>();
  readonly #random: Random;
  readonly #voice = new RouterVoice(this.id);
  readonly #endsDumps: boolean;
  readonly #ribs = new Map<Neighbour, Map<string, OwnRoute>>();
  readonly #said: SaidRecord[] = [];
  #told = new Told();
  #unfinished = false;
  #lastToken: Token = tokenOf(0, 0);

  constructor(random: Random) {
    this.#random = random;
    this.#endsDumps = random.oneIn(2);
    this.told.set(tokenOf(0, 0), [this.#told.clone()]);
    this.#connect();
  }

  /** What has been said since it was last taken, in the order of the stream. */
  take(): SaidRecord[] {
    return this.#said.splice(0);
  }

  /** Something happens; a record is cut now and then. */
  live(): void {
    const random = this.#random;
    const act = random.below(40);
    if (act < 16) this.#announceSome();
    else if (act < 23) this.#withdrawOne();
    else if (act < 27) this.#comeUp(random.pick(neighbours));
    else if (act < 30) this.#goDown(random.pick(neighbours));
    else if (act < 32) this.#sayAllAgain(random.pick(neighbours));
    else if (act < 34) this.#pass(random.pick([1, 4, 30, 400]));
    else if (act < 37) this.#reconnect();
    else if (act < 38) this.#sweep('session-stale');
    else if (act < 39) this.#sweep('session-expired');
    else this.#repeatRecord();
    if (random.oneIn(3)) this.#cut();
  }

  /** Quiet, until nothing is left to be concluded. */
  settle(): void {
    for (const seconds of [2, 30, 310, 2, 50, 2]) this.#pass(seconds);
    this.#told.settle();
    this.#remember();
  }

  /** All the router has, as `Told` names it. */
  ownRoutes(): Map<string, number> {
    const own = new Map<string, number>();
    for (const [{ peer }, rib] of this.#ribs) {
      for (const { view, family, nlri, med } of rib.values()) {
        own.set(`${peer.address} ${view} ${family.name} ${routeName(nlri)}`, med);
      }
    }
    return own;
  }

  #connect(): void {
    // Collectors' clocks differ, and the stream's time may so go back with a new session.
    this.#voice.now += (this.#random.below(3) - 1) * 600_000;
    this.#voice.open();
    this.#told.open();
    this.#unfinished = true;
    this.#cut();
  }

  #announceSome(): void {
    const neighbour = this.#random.pick(neighbours);
    const rib = this.#ribs.get(neighbour) ?? this.#comeUp(neighbour);
    const family = this.#random.pick(families);
    const view = this.#random.pick(neighbour.views);
    for (let left = this.#random.pick([1, 1, 2, 12]); left > 0; left -= 1) {
      const med = this.#random.below(meds);
      const route = { view, family, nlri: labeled(pickNlri(this.#random, family), med), med };
      rib.set(`${view} ${family.name} ${routeName(route.nlri)}`, route);
      this.#say(neighbour, route);
    }
  }

  #withdrawOne(): void {
    const neighbour = this.#random.pick(neighbours);
    const rib = this.#ribs.get(neighbour);
    if (!rib || rib.size === 0) return;
    const [name, { view, family, nlri }] = this.#random.pick([...rib]);
    rib.delete(name);
    this.#voice.withdrawNlri(neighbour.peer, labeled(nlri, 0), view, family);
    this.#told.withdraw(neighbour.peer.address, view, family.name, routeName(nlri));
    this.#unfinished = true;
  }

  #say({ peer }: Neighbour, { view, family, nlri, med }: OwnRoute): void {
    this.#voice.announceNlri(peer, nlri, attributesOf(med), view, family);
    this.#told.announce(peer.address, view, family.name, routeName(nlri), { med, at: this.#voice.now });
    this.#unfinished = true;
  }

  #comeUp(neighbour: Neighbour): Map<string, OwnRoute> {
    const rib = this.#ribs.get(neighbour) ?? new Map<string, OwnRoute>();
    if (!this.#ribs.has(neighbour)) {
      this.#ribs.set(neighbour, rib);
      this.#sayUp(neighbour);
    }
    return rib;
  }

  #sayUp({ peer, comesUp }: Neighbour): void {
    if (!comesUp) return;
    this.#voice.peerUp(peer);
    this.#told.peerUp(peer.address);
    this.#unfinished = true;
  }

  #goDown(neighbour: Neighbour): void {
    if (!this.#ribs.delete(neighbour)) return;
    this.#voice.peerDown(neighbour.peer);
    this.#told.peerDown(neighbour.peer.address);
    this.#unfinished = true;
  }

  /** As after a change of policy (FRR): every route of a peer, as it is. */
  #sayAllAgain(neighbour: Neighbour): void {
    for (const route of this.#ribs.get(neighbour)?.values() ?? []) this.#say(neighbour, route);
  }

  #pass(seconds: number): void {
    this.#cut();
    this.#voice.quiet(seconds);
    this.#told.heard(seconds);
    this.#unfinished = true;
    this.#cut();
  }

  /** The station is blind for a while, and then hears of every peer that is up and of all its routes. */
  #reconnect(): void {
    this.#cut();
    const late = this.#lateWord();
    if (this.#random.oneIn(2)) {
      this.#voice.lose();
      this.#unfinished = true;
      this.#cut();
    }
    this.#liveUnheard();
    this.#connect();
    this.#said.push(...late);
    for (const neighbour of this.#ribs.keys()) this.#sayUp(neighbour);
    for (const [neighbour, rib] of this.#ribs) this.#dump(neighbour, rib);
  }

  #dump(neighbour: Neighbour, rib: ReadonlyMap<string, OwnRoute>): void {
    for (const route of rib.values()) {
      this.#say(neighbour, route);
      if (this.#random.oneIn(6)) this.#cut();
    }
    if (!this.#endsDumps) return;
    const spoken = new Map([...rib.values()].map((route) => [`${route.view} ${route.family.name}`, route]));
    for (const { view, family } of spoken.values()) {
      this.#voice.endOfRib(neighbour.peer, view, family);
      this.#told.endOfRib(neighbour.peer.address, view, family.name);
      this.#unfinished = true;
    }
  }

  /** What a collector that is about to be replaced still has in hand: it reaches the stream after its successor's first word. */
  #lateWord(): SaidRecord[] {
    if (!this.#random.oneIn(3)) return [];
    const [{ peer }] = neighbours as [Neighbour];
    const family = this.#random.pick(families);
    this.#voice.announceNlri(peer, pickNlri(this.#random, family), attributesOf(0), 'adj-rib-in-pre', family);
    return this.#voice.records().map((record) => ({ record, late: true }));
  }

  #liveUnheard(): void {
    for (let left = this.#random.below(4); left > 0; left -= 1) {
      const neighbour = this.#random.pick(neighbours);
      const rib = this.#ribs.get(neighbour);
      if (rib === undefined) this.#ribs.set(neighbour, new Map());
      else if (this.#random.oneIn(3)) this.#ribs.delete(neighbour);
      else for (const name of rib.keys()) if (this.#random.oneIn(2)) rib.delete(name);
    }
  }

  #sweep(kind: 'session-stale' | 'session-expired'): void {
    this.#cut();
    this.#voice.sweep(kind);
    this.#said.push(...this.#voice.records().map((record) => ({ record, late: false })));
    if (kind === 'session-stale') this.#told.stale();
    else {
      this.#told.expire();
      // The session is over: nothing of it counts, and it says no more.
      this.#remember();
      this.#reconnect();
      return;
    }
    this.#remember();
  }

  /** A put that was taken and not answered is tried again. */
  #repeatRecord(): void {
    this.#cut();
    const last = this.#said.at(-1);
    if (last) this.#said.push({ ...last, late: true });
  }

  #cut(): void {
    if (!this.#unfinished) return;
    this.#unfinished = false;
    for (const record of this.#voice.records()) {
      this.#said.push({ record, late: false });
      this.#lastToken = tokenOf(record.session, record.lastSeq);
    }
    this.#remember();
  }

  #remember(): void {
    const known = this.told.get(this.#lastToken) ?? [];
    this.told.set(this.#lastToken, [...known, this.#told.clone()]);
  }
}
