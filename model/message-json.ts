import { attributesToJson } from '#protocol/bgp/attributes/index.ts';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import type { Issue } from '#protocol/bgp/context.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { fsmEventText } from '#protocol/bgp/fsm-event.ts';
import type { Notification } from '#protocol/bgp/notification.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { type RouteRefresh, routeRefreshText } from '#protocol/bgp/route-refresh.ts';
import type { RouteSet, Update } from '#protocol/bgp/update.ts';
import type { DecodedMessage, UndecodableFrame } from '#protocol/bmp/decoder.ts';
import { type MarkedSet, markedSets } from '#protocol/bmp/marked-routes.ts';
import type { Statistic } from '#protocol/bmp/messages/01-statistics-report.ts';
import { peerDownReasonText } from '#protocol/bmp/messages/02-peer-down.ts';
import type { MirroredMessage } from '#protocol/bmp/messages/06-route-mirroring.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { pathStatusToJson } from '#protocol/bmp/path-marking.ts';
import type { PeerHeader } from '#protocol/bmp/peer-header.ts';
import { bgpMessage, routeMonitoringTypes } from '#protocol/bmp/route-monitoring-tlvs.ts';
import {
  enterpriseValueOf,
  type InformationTlv,
  mirroringTypes,
  type RawTlv,
  type TlvTypes,
} from '#protocol/bmp/tlv.ts';
import {
  initiationTlvs,
  mirroringTlvs,
  peerTlvs,
  statisticsTlvs,
  terminationReasonText,
  terminationTlvs,
} from '#protocol/bmp/tlv-types.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { DecodeError } from '#protocol/errors.ts';
import { type Json, numberToJson } from '#protocol/json.ts';
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
  'route-monitoring'(message) {
    const { updates, tlvs } = message;
    const types = routeMonitoringTypes(tlvs) ?? noTypes;
    const shown = tlvs.filter((tlv) => types(tlv) !== bgpMessage);
    const marked = (update: Update): readonly MarkedSet[] => markedSets(message, update);
    return {
      ...mergedUpdates(updates, marked),
      ...(updates.length > 1 ? { updates: updates.map((update) => mergedUpdates([update], marked)) } : {}),
      ...(shown.length > 0 ? { tlvs: shown.map((tlv) => tlvToJson(tlv, types)) } : {}),
    };
  },
  'statistics-report': ({ counters, tlvs }) => ({
    counters: counters.map(statisticToJson),
    ...(tlvs && { tlvs: tlvs.map((tlv) => tlvToJson(tlv, statisticsTlvs)) }),
  }),
  'peer-down': ({ reason, notification, fsmEventCode, data, tlvs }) => ({
    reason,
    reasonText: peerDownReasonText(reason),
    notification: notification && notificationToJson(notification),
    fsmEventCode,
    fsmEventText: fsmEventCode === null ? null : fsmEventText(fsmEventCode),
    data: hexOf(data),
    information: tlvs.map((tlv) => tlvToJson(tlv, peerTlvs)),
  }),
  'peer-up': ({ localAddress, localPort, remotePort, sentOpen, receivedOpen, tlvs }) => ({
    localAddress,
    localPort,
    remotePort,
    sentOpen: sentOpen && openToJson(sentOpen),
    receivedOpen: receivedOpen && openToJson(receivedOpen),
    information: tlvs.map((tlv) => tlvToJson(tlv, peerTlvs)),
  }),
  initiation: ({ sysName, sysDescr, tlvs }) => ({
    sysName,
    sysDescr,
    information: tlvs.map((tlv) => tlvToJson(tlv, initiationTlvs)),
  }),
  termination: ({ reason, tlvs }) => ({
    reason,
    reasonText: reason === null ? null : terminationReasonText(reason),
    information: tlvs.map((tlv) => tlvToJson(tlv, terminationTlvs)),
  }),
  'route-mirroring'({ tlvs, messages }) {
    const [...left] = messages;
    return {
      tlvs: tlvs.map((tlv) => {
        const message = tlv.type === mirroringTypes.bgpMessage ? left.shift() : undefined;
        return { ...tlvToJson(tlv, mirroringTlvs), ...(message && { message: mirroredToJson(message) }) };
      }),
    };
  },
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
function mergedUpdates(updates: readonly Update[], markedSetsOf: (update: Update) => readonly MarkedSet[]): JsonObject {
  const announced = updates.flatMap(markedSetsOf);
  const [first] = updates;
  const nextHop = announced[0]?.nextHop ?? null;
  return {
    announced: announced.flatMap((set) =>
      set.routes.map((route) => ({
        ...routeToJson(set.family, route),
        ...nextHopsOf(set),
        ...(set.pathStatus && { pathStatus: pathStatusToJson(set.pathStatus) }),
      })),
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

const noTypes: TlvTypes = () => undefined;

/** Of a type without a name, and where the value is not what its type asks for, the octets. */
function tlvToJson(tlv: InformationTlv | RawTlv, types: TlvTypes): JsonObject {
  const index = 'index' in tlv && tlv.index !== null ? { index: tlv.index } : {};
  const own = enterpriseValueOf(tlv);
  if (own !== null) return { type: own.type, enterprise: own.enterprise, ...index, hex: hexOf(own.value) };
  const { name, describe } = types(tlv) ?? {};
  const named = name === undefined ? {} : { name };
  return {
    type: tlv.type,
    ...named,
    ...index,
    ...((describe && described(tlv.value, describe)) ?? { hex: hexOf(tlv.value) }),
  };
}

function described(value: Uint8Array, describe: (value: Reader) => JsonObject): JsonObject | null {
  const reader = Reader.over(value);
  try {
    const fields = describe(reader);
    reader.expectEnd();
    return fields;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

type BgpMessageBodies = {
  [Type in MirroredMessage['type']]: (message: Extract<MirroredMessage, { type: Type }>) => JsonObject;
};

const bgpMessageBodies: BgpMessageBodies = {
  open: ({ value }) => openToJson(value),
  update: ({ value }) => mergedUpdates([value], unmarked),
  notification: ({ value }) => notificationToJson(value),
  keepalive: () => ({}),
  'route-refresh': ({ value }) => routeRefreshToJson(value),
  unknown: ({ code, value }) => ({ code, data: hexOf(value) }),
  undecodable: ({ reason }) => ({ reason }),
};

const unmarked = ({ announced }: Update): readonly MarkedSet[] => announced;

/** As in bodyToJson. */
function mirroredToJson(message: MirroredMessage): JsonObject {
  const body = bgpMessageBodies[message.type] as (message: MirroredMessage) => JsonObject;
  return { type: message.type, ...body(message) };
}

const routeRefreshToJson = ({ afi, safi, subtype, outboundRouteFilters }: RouteRefresh): JsonObject => ({
  family: familyOf(afi, safi).name,
  subtype,
  subtypeText: routeRefreshText(subtype),
  outboundRouteFilters: hexOf(outboundRouteFilters),
});

const issueToJson = ({ code, reason, outcome, offset }: Issue): JsonObject => ({ code, reason, outcome, offset });
