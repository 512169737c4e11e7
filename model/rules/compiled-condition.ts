import type { Nlri } from '#protocol/bgp/families/family.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { AttributeSet } from '../record.ts';
import type { PeerState } from '../state.ts';
import { type CommunityTest, compileCommunityPattern } from './community-pattern.ts';
import type { Condition } from './conditions.ts';
import { compilePrefixCondition, startsWith } from './prefix-condition.ts';

type Peer = Pick<PeerState, 'address' | 'asn' | 'distinguisher' | 'table'>;

/** A condition in two parts: what is the same for all routes of an UPDATE, and what each route has to itself. */
export interface CompiledCondition {
  holdsFor(attributes: AttributeSet, peer: Peer, family: string): boolean;
  holdsForRoute(version: 4 | 6, nlri: Nlri, peer: Peer): boolean;
}

type PeerTest = (peer: Peer) => boolean;

/** @throws RangeError | TextError on a text that is none of its kind */
export function compileCondition(condition: Condition): CompiledCondition {
  const communities = communityTest(condition.communities);
  const peerTests = [
    asnTest(condition.peerAsns),
    addressTest(condition.peerAddresses),
    tableTest(condition.tables),
  ].filter((test) => test !== null);
  const families = condition.families && new Set(condition.families);
  const distinguisher = condition.distinguishers?.map(distinguisherTest);
  const prefixes = condition.prefixes?.map(compilePrefixCondition);
  return {
    holdsFor: (attributes, peer, family) =>
      (families === undefined || families.has(family)) &&
      communities(attributes) &&
      peerTests.every((test) => test(peer)),
    holdsForRoute: (version, nlri, peer) =>
      (distinguisher === undefined || distinguisher.some((test) => test(nlri, peer))) &&
      (prefixes === undefined || (nlri.nlri === null && prefixes.some((test) => test(version, nlri)))),
  };
}

function communityTest(asked: Condition['communities']): CommunityTest {
  if (asked === undefined) return () => true;
  const { any, all, none } = Array.isArray(asked) ? { any: asked, all: undefined, none: undefined } : asked;
  const some = any?.map(compileCommunityPattern);
  const every = (all ?? []).map(compileCommunityPattern);
  const no = (none ?? []).map(compileCommunityPattern);
  return (attributes) =>
    (some === undefined || some.some((has) => has(attributes))) &&
    every.every((has) => has(attributes)) &&
    !no.some((has) => has(attributes));
}

function asnTest(asked: Condition['peerAsns']): PeerTest | null {
  if (asked === undefined) return null;
  const ranges = asked.map((entry) => {
    const [low = Number.NaN, high = low] = String(entry).split('-').map(Number);
    return { low, high };
  });
  return ({ asn }) => ranges.some(({ low, high }) => asn >= low && asn <= high);
}

function addressTest(asked: Condition['peerAddresses']): PeerTest | null {
  if (asked === undefined) return null;
  const prefixes = asked.map((text) => {
    if (text.includes('/')) return parsePrefix(text);
    const address = parseAddress(text);
    return { address, prefixLength: address.length * 8, version: address.length === 4 ? 4 : 6 };
  });
  return ({ address }) => {
    const octets = parseAddress(address);
    return prefixes.some(
      (prefix) =>
        (prefix.version === 4) === (octets.length === 4) && startsWith(octets, prefix.address, prefix.prefixLength),
    );
  };
}

const tableTest = (asked: Condition['tables']): PeerTest | null =>
  asked === undefined ? null : ({ table }) => table !== null && asked.includes(table);

/** Of the route where it has one, else of its peer (RFC 7854 §4.2). Parts may be `*`. */
function distinguisherTest(pattern: string): (nlri: Nlri, peer: Peer) => boolean {
  const parts = pattern.split(':');
  return ({ routeDistinguisher }, { distinguisher }) => {
    const given = (routeDistinguisher ? formatRouteDistinguisher(routeDistinguisher) : distinguisher).split(':');
    return given.length === parts.length && parts.every((part, index) => part === '*' || part === given[index]);
  };
}
