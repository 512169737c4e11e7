import { crc32 } from 'node:zlib';
import { knownBgpId } from '#model/bgp-id.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { Peer } from './record-builder.ts';

/** Stands for all routers that are not named. */
const anyRouter = '*';

export const partitionsFor = (routerId: string, configured: ReadonlyMap<string, number>): number =>
  configured.get(routerId) ?? configured.get(anyRouter) ?? 1;

/**
 * Which partition of its router a peer is in: by its BGP identifier, as sessions that share one are of one element; that of the
 * first message in a session which tells it. A peer that tells none (GoBGP's own routes) is in the first.
 */
export class PeerPartitions {
  readonly #partitions: number;
  /** By who they are, whatever the headers say besides. */
  readonly #known = new Map<string, number>();
  /** The same by header: messages of one feed share theirs. */
  readonly #byHeader = new WeakMap<Peer, number>();

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  of(peer: Peer): number {
    if (this.#partitions === 1) return 0;
    const known = this.#byHeader.get(peer);
    if (known !== undefined) return known;
    const partition = this.#find(peer);
    if (partition !== null) this.#byHeader.set(peer, partition);
    return partition ?? 0;
  }

  /** Null where it is not known yet. */
  #find({ type, distinguisher, address, bgpId }: Peer): number | null {
    const name = `${type} ${formatRouteDistinguisher(distinguisher)} ${address}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const identifier = knownBgpId(bgpId, null);
    if (identifier === null) return null;
    const partition = crc32(identifier) % this.#partitions;
    this.#known.set(name, partition);
    return partition;
  }
}
