import { attributesNamed, encodeAttributeValue, type PathAttributes } from '#protocol/bgp/attributes/index.ts';
import { capabilityValue } from '#protocol/bgp/capabilities/index.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import type { Open } from '#protocol/bgp/open.ts';
import type { RouteSet, Update } from '#protocol/bgp/update.ts';
import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import type { PeerHeader } from '#protocol/bmp/peer-header.ts';
import type { InformationTlv } from '#protocol/bmp/tlv.ts';
import { formatCommunity, formatLargeCommunity } from '#protocol/net/community.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { ourFacts } from './nlri-facts.ts';
import { namedAttributes, ofUpdate, type PrefixRoute, pathText, Reading, routeText } from './reading.ts';

/** What the codec under test says. `issue` is of nobody else: differences may be explained by it. */
export function ourReading(decoded: DecodedMessage): Reading {
  const reading = new Reading();
  if (decoded.message === null) return reading.add('message', 'undecodable').add('issue', decoded.reason);
  reading.add('version', decoded.version).add('message', decoded.message.type);
  if ('peer' in decoded.message) addPeer(reading.under('peer '), decoded.message.peer);
  addBody(reading, decoded.message);
  return reading.add('issue', ...decoded.issues.map(({ reason }) => reason));
}

/** draft-ietf-grow-bmp-tlv §4.2: the UPDATE itself. */
const bgpMessageTlv = 4;

/** IANA "BMP Route Mirroring TLVs": BGP Message. */
const mirroredMessage = 0;

type Bodies = {
  [Type in BmpMessage['type']]: (reading: Reading, message: Extract<BmpMessage, { type: Type }>) => void;
};

const bodies: Bodies = {
  'route-monitoring'(reading, { updates, tlvs }) {
    for (const [index, update] of updates.entries()) addUpdate(reading.under(ofUpdate(index)), update);
    const texts = tlvs.filter(({ type, index }) => index === null || type !== bgpMessageTlv);
    reading.add('tlv', ...texts.map(({ type, value }) => `${type}=${hexOf(value)}`).toSorted());
  },
  'statistics-report'(reading, { counters }) {
    for (const { type, afi, safi, value, raw } of counters)
      reading.add('statistic', `${type}${afi === null ? '' : ` ${afi}/${safi}`}=${value ?? hexOf(raw)}`);
  },
  'peer-down'(reading, { reason, notification, fsmEventCode, data, tlvs }) {
    reading.add('reason', reason);
    if (notification !== null) reading.add('notification', `${notification.code}/${notification.subcode}`);
    if (notification !== null) reading.add('notification data', hexOf(notification.data));
    if (fsmEventCode !== null) reading.add('fsm event', fsmEventCode);
    if (data.length > 0) reading.add('data', hexOf(data));
    addTlvs(reading, tlvs);
  },
  'peer-up'(reading, { localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs }) {
    reading.add('local address', localAddress).add('local port', localPort).add('remote port', remotePort);
    addOpen(reading.under('sent OPEN '), sentOpen);
    addOpen(reading.under('received OPEN '), receivedOpen);
    addTlvs(reading, tlvs);
  },
  initiation: (reading, { tlvs }) => addTlvs(reading, tlvs),
  termination: (reading, { tlvs }) => addTlvs(reading, tlvs),
  'route-mirroring'(reading, { tlvs }) {
    const messages = tlvs.filter(({ type }) => type === mirroredMessage);
    const others = tlvs.filter(({ type }) => type !== mirroredMessage);
    reading.add('mirrored', ...messages.map(({ value }) => hexOf(value)));
    reading.add('tlv', ...others.map(({ type, value }) => `${type}=${hexOf(value)}`));
  },
  unknown: (reading, { code, data }) => void reading.add('code', code).add('data', hexOf(data)),
};

/** The table's key is the message's own type, which the compiler cannot follow through a union. */
function addBody(reading: Reading, message: BmpMessage): void {
  const body = bodies[message.type] as (reading: Reading, message: BmpMessage) => void;
  body(reading, message);
}

const peerTypes = ['global', 'rd', 'local', 'loc-rib'];

function addPeer(reading: Reading, header: PeerHeader): void {
  const { type, flags, distinguisher, address, asn, bgpId, timeSeconds, timeMicroseconds } = header;
  const number = peerTypes.includes(type) ? peerTypes.indexOf(type) : type.slice('type-'.length);
  reading.add('type', number).add('flags', flags).add('distinguisher', hexOf(distinguisher)).add('address', address);
  reading.add('as', asn).add('bgp id', bgpId).add('time', `${timeSeconds}+${timeMicroseconds}`);
}

const addTlvs = (reading: Reading, tlvs: readonly InformationTlv[]): void =>
  void reading.add('tlv', ...tlvs.map(({ type, value }) => `${type}=${hexOf(value)}`));

function addOpen(reading: Reading, open: Open | null): void {
  if (open === null) return;
  const { version, asn, holdTime, bgpId, capabilities } = open;
  reading.add('version', version).add('as', asn).add('hold time', holdTime).add('bgp id', bgpId);
  const texts = capabilities.map((capability) => `${capability.code}:${hexOf(capabilityValue(capability))}`);
  reading.add('capability', ...texts).add('capability code', ...capabilities.map(({ code }) => code));
}

function addUpdate(reading: Reading, { announced, withdrawn, attributes, endOfRib }: Update): void {
  for (const set of announced) addRoutes(reading, 'announced', set);
  for (const set of withdrawn) addRoutes(reading, 'withdrawn', set);
  if (endOfRib !== null) reading.add('end of rib', familyText(endOfRib));
  addNamedAttributes(reading, attributes);
  const entries = attributesNamed(Object.keys(attributes)).filter(({ code }) => !namedAttributes.has(code));
  const values: Record<string, unknown> = attributes;
  const known = entries.map((entry) => encodeAttributeValue(entry, values[entry.name]));
  for (const { code, value } of [...known, ...attributes.unknown]) reading.add(`attribute ${code}`, hexOf(value));
}

function addNamedAttributes(reading: Reading, attributes: PathAttributes): void {
  const { origin, asPath, med, localPref, aggregator, originatorId, communities, clusterList } = attributes;
  if (origin !== undefined) reading.add('origin', origin);
  reading.add('as path', ...(asPath ?? []).map(({ type, asns }) => `${type} ${asns.join(' ')}`));
  if (med !== undefined) reading.add('med', med);
  if (localPref !== undefined) reading.add('local preference', localPref);
  if (attributes.atomicAggregate) reading.add('atomic aggregate', 'yes');
  if (aggregator !== undefined) reading.add('aggregator', `${aggregator.asn} ${aggregator.address}`);
  if (originatorId !== undefined) reading.add('originator id', originatorId);
  reading.add('cluster list', ...(clusterList ?? []));
  reading.add('communities', ...(communities ?? []).map(formatCommunity));
  reading.add('extended communities', ...(attributes.extendedCommunities ?? []).map((octets) => hexOf(octets)));
  reading.add('large communities', ...(attributes.largeCommunities ?? []).map(formatLargeCommunity));
}

const familyText = ({ afi, safi }: Family): string => `${afi}/${safi}`;

function addRoutes(reading: Reading, side: 'announced' | 'withdrawn', set: RouteSet): void {
  const { family, nextHop, linkLocalNextHop, routes } = set;
  const name = familyText(family);
  for (const route of routes) addRoute(reading, `${side} ${name}`, family, route);
  if (nextHop !== null) reading.add(`next hop ${name}`, nextHop);
  if (linkLocalNextHop !== null) reading.add(`link-local next hop ${name}`, linkLocalNextHop);
}

function addRoute(reading: Reading, name: string, family: Family, route: Nlri): void {
  const { text, routeDistinguisher, labels, fields } = family.describe(route);
  if (family.ipVersion === null) {
    const octets = `${hexOf(route.nlri ?? new Uint8Array(0))}${pathText(route.pathId)}`;
    reading.addNlri(name, octets, ourFacts(familyText(family), fields ?? {}));
    return;
  }
  const prefix: PrefixRoute = {
    prefix: text,
    pathId: route.pathId,
    routeDistinguisher: routeDistinguisher && formatRouteDistinguisher(routeDistinguisher),
    labels: labels ?? [],
  };
  reading.add(name, routeText(prefix, name.startsWith('announced')));
}
