import { formatAddress, parseAddress } from '#protocol/net/address.ts';
import { formatPrefix, parsePrefix, significantOctets } from '#protocol/net/prefix.ts';
import { compileCommunityPattern } from '../rules/community-pattern.ts';
import type { DiscoveryRules } from '../rules/discovery-rules.ts';
import type { PairingRule } from '../rules/pairing-rules.ts';
import type { AnnouncementState, Pairing, PeerState } from '../state.ts';
import { views as viewNames } from '../views.ts';

/** A key under which a strategy would pair an announcement with others. */
export interface PairingKey extends Pairing {
  /**
   * The operator or the element itself says which element it is: that decides by itself. Other keys are coincidences, which
   * decide only where they pair.
   */
  declared: boolean;
  /** It is a route's, so that any peer may announce another one with it. Of a peer's own it is known whether another has it. */
  mayBeShared: boolean;
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

  /** What later strategies have for a peer that has this key. */
  behind(key: Pairing, peer: PeerState): PairingKey[] {
    const keys = this.ofPeer(peer);
    return keys.slice(keys.findIndex((own) => keyText(own) === keyText(key)) + 1);
  }
}

export const keyText = ({ strategy, scope, key }: Pairing): string => `${scope} ${strategy} ${key}`;

/** What pairs where nothing else does: a session by itself. Two VRFs can have the same address. */
export const ownKey = ({ address, distinguisher }: PeerState): PairingKey => ({
  strategy: 'peer-address',
  scope: 'router',
  key: distinguisher === noDistinguisher ? address : `${distinguisher}~${address}`,
  declared: false,
  mayBeShared: false,
});

const noDistinguisher = '0:0';

function compile(rule: PairingRule): Strategy {
  const { strategy, scope } = rule;
  const declared = strategy === 'explicit' || strategy === 'large-community';
  const mayBeShared = strategy === 'large-community' || strategy === 'service-subnet';
  const keyed = (key: string | null): PairingKey | null =>
    key === null ? null : { strategy, scope, key, declared, mayBeShared };
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
      return ({ address }) => (isLinkLocal(address) ? null : subnetOf(asPrefix(address), rule));
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

/** The third number of the first large community that fits, of the view that is nearest to the neighbour's own word. */
function elementNumberIn(pattern: string): (announcement: AnnouncementState) => string | null {
  const fits = compileCommunityPattern(pattern);
  return ({ views }) => {
    const texts = viewNames.flatMap((view) => views[view]?.communities ?? []);
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

const asPrefix = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

/** All links have that one net, RFC 4291 §2.5.6. */
const isLinkLocal = (address: string): boolean => /^fe[89ab][0-9a-f]:/.test(address);

/** The net of a prefix, cut to a length; a prefix that is shorter has none. */
function subnetOf(text: string, { ipv4Length, ipv6Length }: { ipv4Length: number; ipv6Length: number }): string | null {
  const { version, address, prefixLength } = parsePrefix(text);
  const length = version === 4 ? ipv4Length : ipv6Length;
  if (prefixLength < length) return null;
  return formatPrefix({ address: significantOctets(address, length), prefixLength: length }, version);
}
