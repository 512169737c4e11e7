import type { Issue } from '#protocol/bgp/context.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { fsmEventText } from '#protocol/bgp/fsm-event.ts';
import type { Update } from '#protocol/bgp/update.ts';
import type { DecodedMessage, UndecodableFrame } from '#protocol/bmp/decoder.ts';
import { type MarkedSet, markedSets } from '#protocol/bmp/marked-routes.ts';
import type { Statistic } from '#protocol/bmp/messages/01-statistics-report.ts';
import { peerDownReasonText } from '#protocol/bmp/messages/02-peer-down.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import type { PeerHeader } from '#protocol/bmp/peer-header.ts';
import { routeMonitoringTypes } from '#protocol/bmp/route-monitoring-tlvs.ts';
import { mirroringTypes, type TlvTypes } from '#protocol/bmp/tlv.ts';
import {
  bgpMessage,
  initiationTlvs,
  mirroringTlvs,
  peerTlvs,
  statisticsTlvs,
  terminationReasonText,
  terminationTlvs,
} from '#protocol/bmp/tlv-types.ts';
import { type JsonObject, numberToJson } from '#protocol/json.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { mergedUpdates, mirroredToJson, notificationToJson, openToJson } from './bgp-message-json.ts';
import { tlvToJson } from './tlv-json.ts';

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

const noTypes: TlvTypes = () => undefined;

const issueToJson = ({ code, reason, outcome, offset }: Issue): JsonObject => ({ code, reason, outcome, offset });
