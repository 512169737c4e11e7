import { formatAddress, parseAddress } from '#protocol/net/address.ts';
import { formatPrefix, parsePrefix, significantOctets } from '#protocol/net/prefix.ts';
import { compileCommunityPattern } from './rules/community-pattern.ts';
import type { DiscoveryRules } from './rules/discovery-rules.ts';
import type { PairingRule } from './rules/pairing-rules.ts';
import type { AnnouncementState, Pairing, PeerState } from './state.ts';

/** A key under which a strategy would pair an announcement with others. */
export interface PairingKey extends Pairing {
  /**
   * The operator or the element itself says which element it is: that decides by itself. Other keys are coincidences, which
   * decide only where they pair.
   */
  declared: boolean;
}

/** Keys of one strategy: of a peer, whatever it announces, or of one announcement. */
interface Strategy {
  ofPeer(peer: PeerState): PairingKey | null;
  ofAnnouncement(announcement: AnnouncementState, peer: PeerState): PairingKey | null;
}

type KeyOfPeer = (peer: PeerState) => string | null;

export class PairingKeys {
  readonly #strategies: readonly Strategy[];

  constructor({ pairing }: Pick<DiscoveryRules, 'pairing'>) {
    this.#strategies = pairing.map(compile);
  }

  /** A place for each strategy, in order; null where it says nothing. */
  ofAnnouncement(announcement: AnnouncementState, peer: PeerState): (PairingKey | null)[] {
    return this.#strategies.map((strategy) => strategy.ofAnnouncement(announcement, peer));
  }

  ofPeer(peer: PeerState): PairingKey[] {
    return this.#strategies.map((strategy) => strategy.ofPeer(peer)).filter((key) => key !== null);
  }
}

export const keyText = ({ strategy, scope, key }: Pairing): string => `${scope} ${strategy} ${key}`;

/** What pairs where nothing else does: a session by itself. */
export const ownKey = (peer: PeerState): PairingKey => ({
  strategy: 'peer-address',
  scope: 'router',
  key: peer.address,
  declared: false,
});

function compile(rule: PairingRule): Strategy {
  const { strategy, scope } = rule;
  const declared = strategy === 'explicit' || strategy === 'large-community';
  const keyed = (key: string | null): PairingKey | null => (key === null ? null : { strategy, scope, key, declared });
  if (rule.strategy === 'large-community') {
    const elementNumber = elementNumberIn(rule.community);
    return { ofPeer: () => null, ofAnnouncement: (announcement) => keyed(elementNumber(announcement)) };
  }
  if (rule.strategy === 'service-subnet') {
    return { ofPeer: () => null, ofAnnouncement: ({ prefix }) => keyed(subnetOf(prefix, rule)) };
  }
  const keyOfPeer = peerKeys(rule);
  return { ofPeer: (peer) => keyed(keyOfPeer(peer)), ofAnnouncement: (_, peer) => keyed(keyOfPeer(peer)) };
}

function peerKeys(rule: Exclude<PairingRule, { strategy: 'large-community' | 'service-subnet' }>): KeyOfPeer {
  switch (rule.strategy) {
    case 'explicit':
      return explicitName(rule.elements);
    case 'fqdn':
      return fqdnOf;
    case 'bgp-id':
      return ({ bgpId }) => bgpId;
    case 'peer-subnet':
      return ({ address }) => subnetOf(`${address}/${address.includes(':') ? 128 : 32}`, rule);
    case 'as-pair':
      return ({ asn }) => rule.pairs.find((pair) => pair.includes(asn))?.join('-') ?? null;
  }
}

function explicitName(elements: Extract<PairingRule, { strategy: 'explicit' }>['elements']): KeyOfPeer {
  const names = new Map<string, string>();
  for (const { name, peers } of elements) {
    for (const { router = '', address } of peers) names.set(`${router} ${formatAddress(parseAddress(address))}`, name);
  }
  return ({ routerId, address }) => names.get(`${routerId} ${address}`) ?? names.get(` ${address}`) ?? null;
}

const fqdnCapability = 73;

/** draft-walton-bgp-hostname-capability: what the element called itself in its OPEN. */
function fqdnOf({ capabilities }: PeerState): string | null {
  const value = capabilities.received.find(({ code }) => code === fqdnCapability)?.value ?? '';
  const { host, domain = '' } = /^hostName (?<host>[^,]+)(?:, domainName (?<domain>[^,]*))?$/.exec(value)?.groups ?? {};
  if (host === undefined) return null;
  return domain === '' ? host : `${host}.${domain}`;
}

/** Largest community text of three numbers. */
const largeCommunity = /^(\d{1,10}):(\d{1,10}):(\d{1,10})$/;

/** The third number of the first large community that fits. */
function elementNumberIn(pattern: string): (announcement: AnnouncementState) => string | null {
  const fits = compileCommunityPattern(pattern);
  return ({ views }) => {
    const texts = Object.values(views).flatMap(({ communities }) => communities);
    for (const text of texts) {
      const numbers = largeCommunity.exec(text)?.slice(1).map(Number);
      const [global = 0, local = 0, element = 0] = numbers ?? [];
      if (numbers === undefined) continue;
      if (fits({ communities: [], extendedCommunities: [], largeCommunities: [[global, local, element]] }))
        return `${element}`;
    }
    return null;
  };
}

/** The net of a prefix, cut to a length; a prefix that is shorter has none. */
function subnetOf(text: string, { ipv4Length, ipv6Length }: { ipv4Length: number; ipv6Length: number }): string | null {
  const { version, address, prefixLength } = parsePrefix(text);
  const length = version === 4 ? ipv4Length : ipv6Length;
  if (prefixLength < length) return null;
  return formatPrefix({ address: significantOctets(address, length), prefixLength: length }, version);
}
