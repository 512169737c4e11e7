import { attributesToJson } from '#protocol/bgp/attributes/index.ts';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import type { Issue } from '#protocol/bgp/context.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { Notification } from '#protocol/bgp/notification.ts';
import type { Open } from '#protocol/bgp/open.ts';
import type { RouteSet, Update } from '#protocol/bgp/update.ts';
import type { DecodedMessage, UndecodableFrame } from '#protocol/bmp/decoder.ts';
import type { Statistic } from '#protocol/bmp/messages/01-statistics-report.ts';
import { peerDownReasonText } from '#protocol/bmp/messages/02-peer-down.ts';
import { terminationReasonText } from '#protocol/bmp/messages/05-termination.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import type { PeerHeader } from '#protocol/bmp/peer-header.ts';
import type { InformationTlv, RawTlv } from '#protocol/bmp/tlv.ts';
import type { Json } from '#protocol/json.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';

type JsonObject = { [key: string]: Json };

/** One line of `bmpaas decode`. */
export function messageToJson(decoded: DecodedMessage): JsonObject {
  if (decoded.message === null) return undecodableToJson(decoded);
  const { offset, length, version, message, issues } = decoded;
  const peer: JsonObject = 'peer' in message ? { peer: peerToJson(message.peer) } : {};
  return {
    offset,
    length,
    version,
    type: message.type,
    ...peer,
    ...bodyToJson(message),
    issues: issues.map(issueToJson),
  };
}

function undecodableToJson({
  reason,
  offset,
  length,
  version,
  typeCode,
  errorOffset,
  bytes,
}: UndecodableFrame): JsonObject {
  return { type: 'undecodable', reason, offset, hex: hexOf(bytes), length, version, typeCode, errorOffset };
}

type Bodies = { [Type in BmpMessage['type']]: (message: Extract<BmpMessage, { type: Type }>) => JsonObject };

const bodies: Bodies = {
  'route-monitoring': ({ updates, tlvs }) => ({
    ...mergedUpdates(updates),
    ...(updates.length > 1 ? { updates: updates.map((update) => mergedUpdates([update])) } : {}),
    ...(tlvs.length > 0 ? { tlvs: tlvs.map(rawTlvToJson) } : {}),
  }),
  'statistics-report': ({ counters }) => ({ counters: counters.map(statisticToJson) }),
  'peer-down': ({ reason, notification, fsmEventCode, data, tlvs }) => ({
    reason,
    reasonText: peerDownReasonText(reason),
    notification: notification && notificationToJson(notification),
    fsmEventCode,
    data: hexOf(data),
    information: tlvs.map(informationToJson),
  }),
  'peer-up': ({ localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs }) => ({
    localAddress,
    localPort,
    remotePort,
    sentOpen: sentOpen && openToJson(sentOpen),
    receivedOpen: receivedOpen && openToJson(receivedOpen),
    information: tlvs.map(informationToJson),
  }),
  initiation: ({ sysName, sysDescr, tlvs }) => ({ sysName, sysDescr, information: tlvs.map(informationToJson) }),
  termination: ({ reason, tlvs }) => ({
    reason,
    reasonText: reason === null ? null : terminationReasonText(reason),
    information: tlvs.map(informationToJson),
  }),
  'route-mirroring': ({ tlvs }) => ({ tlvs: tlvs.map(rawTlvToJson) }),
  unknown: ({ code, data }) => ({ code, data: hexOf(data) }),
};

/** The table's key is the message's own type, which the compiler cannot follow through a union. */
function bodyToJson(message: BmpMessage): JsonObject {
  const body = bodies[message.type] as (message: BmpMessage) => JsonObject;
  return body(message);
}

function peerToJson({ type, distinguisher, address, asn, bgpId, view, flags, ...time }: PeerHeader): JsonObject {
  const rd = formatRouteDistinguisher(distinguisher);
  return { type, distinguisher: rd, address, asn, bgpId, view, time: timeText(time), flags };
}

/** RFC 3339 to the microsecond; null where the router gave no time. */
function timeText({
  timeSeconds,
  timeMicroseconds,
}: Pick<PeerHeader, 'timeSeconds' | 'timeMicroseconds'>): string | null {
  if (timeSeconds === 0 && timeMicroseconds === 0) return null;
  const seconds = new Date(timeSeconds * 1000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return `${seconds}.${String(timeMicroseconds % 1_000_000).padStart(6, '0')}Z`;
}

/** Routes of all, the attributes of the first: where there are more, `updates` tells them apart. */
function mergedUpdates(updates: readonly Update[]): JsonObject {
  const announced = updates.flatMap((update) => update.announced);
  const [first] = updates;
  const nextHop = announced[0]?.nextHop ?? null;
  return {
    announced: announced.flatMap((set) =>
      set.routes.map((route) => ({ ...routeToJson(set.family, route), ...nextHopsOf(set) })),
    ),
    withdrawn: updates.flatMap((update) =>
      update.withdrawn.flatMap(({ family, routes }) => routes.map((route) => routeToJson(family, route))),
    ),
    attributes:
      first === undefined ? {} : { ...attributesToJson(first.attributes), ...(nextHop === null ? {} : { nextHop }) },
    endOfRib: updates.find(({ endOfRib }) => endOfRib !== null)?.endOfRib?.name ?? null,
  };
}

function routeToJson(family: Family, route: Nlri): JsonObject {
  const { text, routeDistinguisher, labels, fields } = family.describe(route);
  return {
    family: family.name,
    ...(family.ipVersion === null ? { nlri: text } : { prefix: text }),
    pathId: route.pathId,
    rd: routeDistinguisher && formatRouteDistinguisher(routeDistinguisher),
    labels: labels && [...labels],
    ...(fields && { fields }),
  };
}

const nextHopsOf = ({ nextHop, linkLocalNextHop }: RouteSet): JsonObject =>
  linkLocalNextHop === null ? { nextHop } : { nextHop, linkLocalNextHop };

function statisticToJson({ type, name, afi, safi, value, raw }: Statistic): JsonObject {
  const family = afi === null || safi === null ? {} : { family: familyOf(afi, safi).name };
  return {
    type,
    name,
    ...family,
    value: value === null ? null : numberToJson(value),
    ...(value === null ? { hex: hexOf(raw) } : {}),
  };
}

/** A number that JSON readers may round goes as text. */
const numberToJson = (value: bigint): Json => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value));

const openToJson = ({ version, asn, holdTime, bgpId, capabilities }: Open): JsonObject => ({
  version,
  asn,
  holdTime,
  bgpId,
  capabilities: capabilities.map(capabilityToJson),
});

const capabilityToJson = (capability: Capability): JsonObject =>
  capability.name === 'unknown' ? { ...capability, value: hexOf(capability.value) } : { ...capability };

const notificationToJson = ({ code, subcode, data, text }: Notification): JsonObject => ({
  code,
  subcode,
  data: hexOf(data),
  text,
});

const informationToJson = ({ type, text, value }: InformationTlv): JsonObject =>
  text === null ? { type, hex: hexOf(value) } : { type, text };

const rawTlvToJson = ({ type, index, value }: RawTlv): JsonObject =>
  index === null ? { type, hex: hexOf(value) } : { type, index, hex: hexOf(value) };

const issueToJson = ({ code, reason, outcome, offset }: Issue): JsonObject => ({ code, reason, outcome, offset });
