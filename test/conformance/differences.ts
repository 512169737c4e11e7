import { parseAddress } from '#protocol/net/address.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import type { Decoder, Difference } from './compare.ts';
import type { Reading } from './reading.ts';

/** A kind of difference that is known, and who is right in it. */
export interface KnownDifference {
  decoder: Decoder;
  field: RegExp;
  /** Beyond the field's name: what makes a difference one of this kind. */
  when(difference: Difference): boolean;
  right: 'us' | 'them' | 'either';
  why: string;
}

const isOf = (reading: Reading, message: string): boolean => reading.values('message').includes(message);

const withoutGuess = (text: string): string => text.replace(/ path 0$/, '');

const sameTexts = (left: readonly string[], right: readonly string[]): boolean => left.join() === right.join();

/** Counters and gauges of RFC 7854 §4.8 and RFC 8671 §6.2: all that tshark 4.0 knows. */
const lastKnownStatistic = 17;

const hasUnknownStatistic = (reading: Reading): boolean =>
  reading.values('statistic').some((text) => Number.parseInt(text, 10) > lastKnownStatistic);

/** By kind, never by message: the first that fits explains. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    decoder: 'tshark',
    field: /^(tlv|malformed)$/,
    when: ({ whole }) => isOf(whole.ours, 'peer-up') && whole.ours.values('tlv').length > 0,
    right: 'us',
    why: 'takes the information TLVs behind the OPENs of a Peer Up for BGP messages (RFC 7854 §4.10)',
  },
  {
    decoder: 'tshark',
    field: /^malformed$/,
    when: ({ whole }) => hasUnknownStatistic(whole.ours),
    right: 'us',
    why: 'reads on behind a statistic of a type it does not know, where that is to be skipped (RFC 7854 §4.8)',
  },
  {
    decoder: 'tshark',
    field: /^(peer|local) address$/,
    when: ({ ours, theirs, whole }) =>
      whole.ours.values('peer type').includes('3') && sameTexts(ours, ['0.0.0.0']) && sameTexts(theirs, ['::']),
    right: 'us',
    why: 'takes the F flag of a Loc-RIB for the V flag of other peers (RFC 9069 §4.2)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn) 2\/128$/,
    when: ({ ours, theirs }) =>
      ours.length === theirs.length && theirs.every((text, index) => isOctetsOf(text, ours[index])),
    right: 'us',
    why: 'shows its own format string for most VPN-IPv6 routes; the octets it takes them from are ours (RFC 4659 §3.2)',
  },
  {
    decoder: 'tshark',
    field: /^as (path|width)$/,
    when: ({ whole }) => whole.theirs.values('as width').includes('unknown'),
    right: 'us',
    why: 'guesses the width of AS numbers from the path, and gives up on a path that fits both; the A flag says it (RFC 7854 §4.2)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn) 25\/70$/,
    when: ({ ours, theirs }) => sameTexts(theirs.map(withoutGuess), ours.map(withoutGuess)),
    right: 'us',
    why: 'guesses ADD-PATH from zero octets between two NLRI; the OPENs settle it (RFC 7911 §4)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn) [12]\/[124]$/,
    when: ({ ours, theirs }) =>
      hasDefaultRoutes(ours) && theirs.length > 0 && sameTexts(theirs.map(withoutGuess), withoutDefaultRoutes(ours)),
    right: 'us',
    why: 'guesses ADD-PATH where four default routes could be a path identifier of zero; the OPENs settle it (RFC 7911 §4)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn|next hop) [12]\/73( |$)/,
    when: () => true,
    right: 'us',
    why: 'has no SR policy family (RFC 9830 §2.1)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn|next hop) ([12]\/85|25\/134)( |$)/,
    when: () => true,
    right: 'us',
    why: 'has neither the mobile user plane (draft-ietf-bess-mup-safi) nor flow specifications of L2VPN (draft-ietf-idr-flowspec-l2vpn)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn) 2\/13[34] \[\d+\] component 13$/,
    when: ({ theirs }) => sameTexts(theirs, ['']),
    right: 'us',
    why: 'does not read the flow label of an IPv6 flow specification (RFC 8956 §3.7)',
  },
  {
    decoder: 'tshark',
    field: /^extended communities$/,
    when: ({ ours, whole }) =>
      ours.length === 0 && whole.ours.values('issue').some((issue) => issue.startsWith('extendedCommunities: flags ')),
    right: 'us',
    why: 'reads an attribute whose flags are not those of its type; its routes are withdrawn (RFC 7606 §3 c)',
  },
  {
    decoder: 'tshark',
    field: /^(announced|withdrawn) 25\/70 \[\d+\] /,
    when: isUnreadableEvpn,
    right: 'us',
    why: 'reads what it can of an EVPN route that is too short for its type; we keep its octets and say so (RFC 9251 §9.3)',
  },
  {
    decoder: 'exabgp',
    field: /^(announced|withdrawn) 25\/70 \[\d+\] routeType$/,
    when: isUnreadableEvpn,
    right: 'either',
    why: 'shows the type of an EVPN route that it does not read; we keep the octets of one that cannot be read',
  },
  {
    decoder: 'netgauze',
    field: /^message$/,
    when: ({ whole }) => whole.theirs.values('malformed').some((error) => error.includes('InvalidBgpId')),
    right: 'either',
    why: 'refuses a BGP identifier of zero (RFC 6286 §2.1); FRR sends it in the OPENs of a Loc-RIB, and a station shows what it is told',
  },
  {
    decoder: 'netgauze',
    field: /^message$/,
    when: ({ whole }) =>
      whole.theirs.values('malformed').some((error) => error.includes('InvalidAsPathLength')) &&
      whole.ours.values('issue').some((issue) => /^AS numbers of \d octets/.test(issue)),
    right: 'either',
    why: 'refuses a path of AS numbers of another width than the A flag says (RFC 7854 §4.2); FRR sends it, and we read it with a note',
  },
];

/** Of an NLRI: length in bits (1), label (3), route distinguisher (8), prefix; labels of a withdrawal are not ours to compare. */
function isOctetsOf(hex: string, route: string | undefined): boolean {
  if (hex === route) return true;
  const [, distinguisher, address = '', length] = /^(\S+) ([0-9a-f:.]+)\/(\d+)/.exec(route ?? '') ?? [];
  if (distinguisher === undefined || !/^([0-9a-f]{2}){12,}$/.test(hex)) return false;
  const bits = Number(length);
  const prefix = hexOf(parseAddress(address).subarray(0, (bits + 7) >> 3));
  const theirDistinguisher = formatRouteDistinguisher(octets(hex.slice(8, 24)));
  return (
    Number.parseInt(hex.slice(0, 2), 16) === bits + 88 &&
    theirDistinguisher === distinguisher &&
    hex.slice(24) === prefix
  );
}

const defaultRoute = /^(0\.0\.0\.0|::)\/0$/;
const hasDefaultRoutes = (routes: readonly string[]): boolean =>
  routes.filter((route) => defaultRoute.test(route)).length >= 4;
const withoutDefaultRoutes = (routes: readonly string[]): string[] =>
  routes.filter((route) => !defaultRoute.test(route));

function isUnreadableEvpn({ ours, whole }: Difference): boolean {
  return ours.length === 0 && whole.ours.values('issue').some((issue) => issue.startsWith('evpn NLRI: '));
}
