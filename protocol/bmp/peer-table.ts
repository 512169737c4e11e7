import type { BgpContext } from '../bgp/context.ts';
import type { Open } from '../bgp/open.ts';
import { hashOf } from '../bytes/hash.ts';
import { Reader } from '../bytes/reader.ts';
import { hexOf } from '../net/hex.ts';
import {
  decodePeerIdentity,
  type PeerHeader,
  type PeerIdentity,
  peerHeaderOf,
  peerIdentityLength,
} from './peer-header.ts';
import { PeerSession } from './peer-session.ts';

export interface KnownPeer {
  header: PeerHeader;
  /** How UPDATEs of this header's view are written. */
  session: BgpContext;
  /** False before a Peer Up: then nobody said how they are written. */
  known: boolean;
}

/** A peer as its headers name it, with what is in force for their view. */
export interface PeerEntry {
  /** The header's octets, its time left out. */
  octets: Uint8Array;
  identity: PeerIdentity;
  /** Null before a Peer Up. */
  session: BgpContext | null;
}

const unknownSession = new PeerSession();

/**
 * The peers of one BMP connection: what their Peer Ups said, found again by type, distinguisher and address (never by
 * flags), and their headers, read once. Holds at most `maxPeers` of each.
 */
export class PeerTable {
  readonly #maxPeers: number;
  readonly #sessions = new Map<string, PeerSession>();
  /** By hash of their octets; the last one of each. */
  readonly #entries = new Map<number, PeerEntry>();
  #last: PeerEntry | null = null;

  constructor(maxPeers: number) {
    this.#maxPeers = maxPeers;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Takes a per-peer header off the reader. */
  read(reader: Reader): KnownPeer {
    const { identity, session } = this.entryAt(reader.take(peerIdentityLength), 0);
    const header = peerHeaderOf(identity, reader.u32(), reader.u32());
    return { header, session: session ?? unknownSession.contextOf(header), known: session !== null };
  }

  /** The peer whose header begins at `at`, of octets that hold all of it. Only what is new is formatted. */
  entryAt(octets: Uint8Array, at: number): PeerEntry {
    // Runs of messages from one peer are the rule.
    if (this.#last === null || !isAt(octets, at, this.#last.octets)) this.#last = this.#entryOf(octets, at);
    return this.#last;
  }

  /**
   * Peer Up: the two OPENs settle how UPDATEs are written. Loc-RIB peers come up once per family on some routers (Huawei), so theirs add up.
   * False when there are too many peers to remember one more.
   */
  learn(header: PeerHeader, sent: Open | null, received: Open | null): boolean {
    const known = this.#sessions.get(keyOf(header));
    const session = known !== undefined && header.type === 'loc-rib' ? known : new PeerSession();
    session.learn(sent, received);
    return this.#remember(keyOf(header), session);
  }

  /** What the Peer Up of a peer of another type said holds for the Loc-RIB's routes too, until its Peer Down. */
  shareWithLocRib(header: PeerHeader): boolean {
    const session = this.#sessions.get(keyOf(header));
    return session !== undefined && this.#remember(locRibKeyOf(header), session);
  }

  forget(header: PeerHeader): void {
    const [key, locRibKey] = [keyOf(header), locRibKeyOf(header)];
    if (this.#sessions.get(locRibKey) === this.#sessions.get(key)) this.#sessions.delete(locRibKey);
    this.#sessions.delete(key);
    this.#forgetEntries();
  }

  #remember(key: string, session: PeerSession): boolean {
    if (!this.#sessions.has(key) && this.#sessions.size >= this.#maxPeers) return false;
    this.#sessions.set(key, session);
    this.#forgetEntries();
    return true;
  }

  #entryOf(octets: Uint8Array, at: number): PeerEntry {
    const end = at + peerIdentityLength;
    const hash = hashOf(octets, at, end);
    const known = this.#entries.get(hash);
    if (known !== undefined && isAt(octets, at, known.octets)) return known;
    const entry = this.#read(octets.slice(at, end));
    if (this.#entries.size >= this.#maxPeers) this.#entries.clear();
    this.#entries.set(hash, entry);
    return entry;
  }

  #read(octets: Uint8Array): PeerEntry {
    const identity = decodePeerIdentity(Reader.over(octets));
    const session = this.#sessions.get(keyOf(identity))?.contextOf(identity) ?? null;
    return { octets, identity, session };
  }

  #forgetEntries(): void {
    this.#entries.clear();
    this.#last = null;
  }
}

type PeerKeyParts = Pick<PeerHeader, 'type' | 'distinguisher' | 'address'>;

const keyOf = ({ type, distinguisher, address }: PeerKeyParts): string => `${type}|${hexOf(distinguisher)}|${address}`;

const locRibKeyOf = (header: PeerKeyParts): string => keyOf({ ...header, type: 'loc-rib' });

function isAt(octets: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let at = 0; at < wanted.length; at++) if (octets[start + at] !== wanted[at]) return false;
  return true;
}
