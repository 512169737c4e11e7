import { bmpHeaderLength } from '#protocol/bmp/framer.ts';
import { peerDown } from '#protocol/bmp/messages/02-peer-down.ts';
import { peerUp } from '#protocol/bmp/messages/03-peer-up.ts';
import { initiation } from '#protocol/bmp/messages/04-initiation.ts';

/** What has to be said first, so that what follows can be read. */
export interface Preamble {
  messages: readonly Uint8Array[];
  octets: number;
  /** Peer Ups that there was no room for. */
  missingPeerUps: number;
}

/** Octets that several share. */
export class OctetBudget {
  #left: number;

  constructor(octets: number) {
    this.#left = octets;
  }

  take(octets: number): boolean {
    if (octets > this.#left) return false;
    this.#left -= octets;
    return true;
  }

  give(octets: number): void {
    this.#left += octets;
  }
}

/** A Loc-RIB comes up once per family on some routers, under one key. */
const mostOfKey = 32;

/** Of one session, whatever the others leave: some thousand Peer Ups. */
const mostOctets = 262_144;

/**
 * The Initiations of a session and the Peer Ups of the peers that are up, as they came: what a decoder has to know of the
 * session before it can read the rest.
 */
export class SessionOpening {
  readonly #shared: OctetBudget;
  readonly #own = new OctetBudget(mostOctets);
  readonly #initiations: Uint8Array[] = [];
  readonly #peerUps = new Map<string, Uint8Array[]>();
  #missing = 0;
  #preamble: Preamble | null = null;

  constructor(shared: OctetBudget) {
    this.#shared = shared;
  }

  /** Any message; kept are copies. */
  hear(message: Uint8Array): void {
    const type = message[bmpHeaderLength - 1];
    if (type === peerUp.code) this.#peerUp(message);
    else if (type === peerDown.code) this.#forget(keyOf(message));
    else if (type === initiation.code) this.#keep(this.#initiations, message);
  }

  preamble(): Preamble {
    this.#preamble ??= this.#toPreamble();
    return this.#preamble;
  }

  /** Gives back what it holds. */
  release(): void {
    for (const key of [...this.#peerUps.keys()]) this.#forget(key);
    this.#giveBack(this.#initiations.splice(0));
  }

  #peerUp(message: Uint8Array): void {
    const key = keyOf(message);
    if (message[bmpHeaderLength] !== locRib) this.#forget(key);
    const known = this.#peerUps.get(key) ?? [];
    if (known.length < mostOfKey && this.#keep(known, message)) this.#peerUps.set(key, known);
    else this.#missing++;
  }

  #keep(list: Uint8Array[], message: Uint8Array): boolean {
    if (!this.#own.take(message.length)) return false;
    if (!this.#shared.take(message.length)) {
      this.#own.give(message.length);
      return false;
    }
    list.push(message.slice());
    this.#preamble = null;
    return true;
  }

  #forget(key: string): void {
    const known = this.#peerUps.get(key);
    if (known === undefined) return;
    this.#peerUps.delete(key);
    this.#giveBack(known);
  }

  #giveBack(messages: readonly Uint8Array[]): void {
    const octets = octetsOf(messages);
    this.#own.give(octets);
    this.#shared.give(octets);
    this.#preamble = null;
  }

  #toPreamble(): Preamble {
    const messages = [...this.#initiations, ...[...this.#peerUps.values()].flat()];
    return { messages, octets: octetsOf(messages), missingPeerUps: this.#missing };
  }
}

const locRib = 3;

/** Of the per-peer header: type (1), flags (1, no part of it), distinguisher (8), address (16). */
function keyOf(message: Uint8Array): string {
  const at = bmpHeaderLength;
  const peer = Buffer.from(message.buffer, message.byteOffset, message.length);
  return `${peer[at]}${peer.toString('latin1', at + 2, at + 26)}`;
}

const octetsOf = (messages: readonly Uint8Array[]): number => messages.reduce((sum, { length }) => sum + length, 0);
