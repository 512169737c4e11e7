import type { BgpContext } from '../bgp/context.ts';
import type { Open } from '../bgp/open.ts';
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

interface CachedIdentity {
  octets: Uint8Array;
  identity: PeerIdentity;
  key: string;
}

const unknownSession = new PeerSession();

/**
 * The peers of one BMP connection: what their Peer Ups said, found again by type, distinguisher and address (never by
 * flags), and their headers, read once. Holds at most `maxPeers` of each.
 */
export class PeerTable {
  readonly #maxPeers: number;
  readonly #sessions = new Map<string, PeerSession>();
  readonly #identities = new Map<string, CachedIdentity>();
  #last: CachedIdentity | null = null;

  constructor(maxPeers: number) {
    this.#maxPeers = maxPeers;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Takes a per-peer header off the reader. */
  read(reader: Reader): KnownPeer {
    const cached = this.#identityOf(reader);
    const header = peerHeaderOf(cached.identity, reader.u32(), reader.u32());
    const session = this.#sessions.get(cached.key);
    return { header, session: (session ?? unknownSession).contextOf(header), known: session !== undefined };
  }

  /**
   * Peer Up: the two OPENs settle how UPDATEs are written. Loc-RIB peers come up once per family on some routers (Huawei), so theirs add up.
   * False when there are too many peers to remember one more.
   */
  learn(header: PeerHeader, sent: Open | null, received: Open | null): boolean {
    const key = keyOf(header);
    const known = this.#sessions.get(key);
    if (known === undefined && this.#sessions.size >= this.#maxPeers) return false;
    const session = known !== undefined && header.type === 'loc-rib' ? known : new PeerSession();
    session.learn(sent, received);
    this.#sessions.set(key, session);
    return true;
  }

  forget(header: PeerHeader): void {
    this.#sessions.delete(keyOf(header));
  }

  /** Runs of messages from one peer are the rule: then nothing is looked up or formatted. */
  #identityOf(reader: Reader): CachedIdentity {
    const identityReader = reader.sub(peerIdentityLength);
    const octets = identityReader.fork().rest();
    if (this.#last !== null && sameOctets(this.#last.octets, octets)) return this.#last;
    const text = hexOf(octets);
    this.#last = this.#identities.get(text) ?? this.#remember(text, new Uint8Array(octets));
    return this.#last;
  }

  #remember(text: string, octets: Uint8Array): CachedIdentity {
    const identity = decodePeerIdentity(Reader.over(octets));
    const cached = { octets, identity, key: keyOf(identity) };
    if (this.#identities.size >= this.#maxPeers) this.#identities.clear();
    this.#identities.set(text, cached);
    return cached;
  }
}

type PeerKeyParts = Pick<PeerHeader, 'type' | 'distinguisher' | 'address'>;

const keyOf = ({ type, distinguisher, address }: PeerKeyParts): string => `${type}|${hexOf(distinguisher)}|${address}`;

function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}
