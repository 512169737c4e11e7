import { bgpHeaderLength, bgpMessageTypes } from '../bgp/message.ts';
import { PlainUpdate } from '../bgp/plain-update.ts';
import { bmpHeaderLength, type Frame } from './framer.ts';
import { type PeerIdentity, peerIdentityLength } from './peer-header.ts';
import type { PeerTable } from './peer-table.ts';

const noOctets = new Uint8Array(0);
const timeLength = 8;
const updateStart = bmpHeaderLength + peerIdentityLength + timeLength;
const bodyStart = updateStart + bgpHeaderLength;
const routeMonitoring = 0;

/** A Route Monitoring message that holds one PlainUpdate; the same object for all, good until the next is read. */
export class PlainRoutes {
  readonly update = new PlainUpdate();
  timeSeconds = 0;
  timeMicroseconds = 0;
  #peer: PeerIdentity | null = null;

  /** Of the message that was read nothing is kept in memory; the next is read as ever. */
  release(): void {
    this.update.octets = noOctets;
  }

  /** Of the message read last. */
  get peer(): PeerIdentity {
    if (this.#peer === null) throw new Error('no message has been read');
    return this.#peer;
  }

  /** False where the message is of another kind, which says nothing against it. */
  read({ version, typeCode, bytes }: Frame, peers: PeerTable): boolean {
    if (version !== 3 || typeCode !== routeMonitoring || bytes.length <= bodyStart) return false;
    const { identity, session } = peers.entryAt(bytes, bmpHeaderLength);
    if (session === null) return false;
    const length = bytes.length - updateStart;
    if (length > session.maximumMessageLength || !isUpdate(bytes, length)) return false;
    this.#peer = identity;
    this.timeSeconds = u32(bytes, bmpHeaderLength + peerIdentityLength);
    this.timeMicroseconds = u32(bytes, bmpHeaderLength + peerIdentityLength + 4);
    return this.update.read(bytes, bodyStart, bytes.length, session);
  }
}

/** Marker, the length of all there is, and type UPDATE. */
function isUpdate(octets: Uint8Array, length: number): boolean {
  for (let at = updateStart; at < updateStart + 16; at++) if (octets[at] !== 0xff) return false;
  const lengthAt = updateStart + 16;
  return (
    (((octets[lengthAt] ?? 0) << 8) | (octets[lengthAt + 1] ?? 0)) === length &&
    octets[lengthAt + 2] === bgpMessageTypes.update
  );
}

const u32 = (octets: Uint8Array, at: number): number =>
  (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0)) >>>
  0;
