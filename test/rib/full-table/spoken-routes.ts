import type { PathAttributes } from '#protocol/bgp/attributes/index.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { ipv6Unicast } from '#protocol/bgp/families/2-1-ipv6-unicast.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { initiationOf } from '#protocol/bmp/messages/04-initiation.ts';
import { flagsOf, type PeerHeader } from '#protocol/bmp/peer-header.ts';
import { informationTypes, textTlv } from '#protocol/bmp/tlv.ts';
import type { Random } from '../../fuzz/random.ts';
import { type NumberedPrefix, octetsOfPrefix, type PrefixOracle } from './prefix-oracle.ts';

const routesPerUpdate = 5;

export const somePeer: PeerHeader = {
  type: 'global',
  flags: flagsOf('adj-rib-in-pre', '192.0.2.2'),
  view: 'adj-rib-in-pre',
  distinguisher: new Uint8Array(8),
  address: '192.0.2.2',
  asn: 64_512,
  bgpId: '192.0.2.2',
  timeSeconds: 1_700_000_000,
  timeMicroseconds: 0,
};

/** Who speaks first in a stream. */
export function firstPeerIn(octets: Uint8Array): PeerHeader {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  framer.push(octets);
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    const { message } = decoder.decode(frame);
    if (message?.type === 'route-monitoring') return message.peer;
  }
  throw new Error('no message is of a peer');
}

export function initiation(): Uint8Array {
  return encodeBmpMessage(initiationOf([textTlv(informationTypes.sysName, 'pe1')]));
}

/** A router that speaks for a peer, in BMP messages. */
export class SpokenPeer {
  readonly #peer: PeerHeader;
  readonly #width: 32 | 128;

  constructor(peer: PeerHeader, width: 32 | 128) {
    this.#peer = peer;
    this.#width = width;
  }

  up(): Uint8Array {
    const { asn, bgpId } = this.#peer;
    const open: Open = {
      version: 4,
      asn,
      holdTime: 180,
      bgpId,
      capabilities: [{ code: 65, name: 'four-octet-as', asn }],
    };
    const ends = { localAddress: '192.0.2.1', localPort: 179, remotePort: 40_000 };
    return encodeBmpMessage({
      type: 'peer-up',
      peer: this.#peer,
      ...ends,
      sentOpen: open,
      receivedOpen: open,
      tlvs: [],
    });
  }

  /** UPDATEs of some routes each, of which each has another path. */
  announce(prefixes: readonly NumberedPrefix[], random: Random): Uint8Array {
    const nextHop = this.#width === 32 ? '192.0.2.2' : '2001:db8::2';
    const updates: Uint8Array[] = [];
    for (let start = 0; start < prefixes.length; start += routesPerUpdate) {
      const routes = prefixes.slice(start, start + routesPerUpdate).map((prefix) => this.#nlri(prefix));
      const asns = [this.#peer.asn, ...Array.from({ length: 1 + random.below(5) }, () => 1 + random.below(64_000))];
      const announced = [{ family: this.#family, nextHop, linkLocalNextHop: null, routes }];
      const attributes: PathAttributes = { origin: 'igp', asPath: [{ type: 'sequence', asns }], unknown: [] };
      updates.push(this.#monitor({ ...emptyUpdate(), announced, attributes }));
    }
    return Buffer.concat(updates);
  }

  withdraw(prefixes: readonly NumberedPrefix[]): Uint8Array {
    const updates = prefixes.map((prefix) => {
      const withdrawn = [{ family: this.#family, nextHop: null, linkLocalNextHop: null, routes: [this.#nlri(prefix)] }];
      return this.#monitor({ ...emptyUpdate(), withdrawn });
    });
    return Buffer.concat(updates);
  }

  endOfRib(): Uint8Array {
    return this.#monitor({ ...emptyUpdate(), endOfRib: this.#family });
  }

  get #family(): Family {
    return this.#width === 32 ? ipv4Unicast : ipv6Unicast;
  }

  #nlri({ address, length }: NumberedPrefix): Nlri {
    const octets = octetsOfPrefix({ address, length }, this.#width);
    return { pathId: null, prefixLength: length, address: octets, routeDistinguisher: null, labels: null, nlri: null };
  }

  #monitor(update: Update): Uint8Array {
    return encodeBmpMessage({ type: 'route-monitoring', peer: this.#peer, updates: [update], tlvs: [] });
  }
}

/** Prefixes that the table has, and new ones in and around them. */
export function somePrefixes(oracle: PrefixOracle, random: Random, count: number): NumberedPrefix[] {
  return Array.from({ length: count }, () => {
    const { address, length } = random.pick(oracle.prefixes);
    const other = Math.min(oracle.width, Math.max(1, length + random.below(7) - 3));
    const within = address | (BigInt(random.below(8)) << BigInt(oracle.width - other));
    return random.oneIn(2) ? { address, length } : { address: oracle.masked(within, other), length: other };
  });
}
