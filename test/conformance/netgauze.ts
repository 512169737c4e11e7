import { readFileSync } from 'node:fs';
import type { Json } from '#protocol/json.ts';
import { type JsonObject, listOf, objectOf, parseJson, variantOf } from './json-tree.ts';
import { capabilityHex, distinguisherHex, textHex } from './netgauze-octets.ts';
import { addNetgauzeUpdate } from './netgauze-update.ts';
import { Reading } from './reading.ts';

/** NetGauze's reading of each message of a capture, one a line. */
export const netgauzeReadings = (path: string): Reading[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => netgauzeReading(objectOf(parseJson(line))));

const messageTypes: Record<string, string> = {
  RouteMonitoring: 'route-monitoring',
  StatisticsReport: 'statistics-report',
  PeerDownNotification: 'peer-down',
  PeerUpNotification: 'peer-up',
  Initiation: 'initiation',
  Termination: 'termination',
  RouteMirroring: 'route-mirroring',
};

/** `{"V3": {"PeerUpNotification": …}}`, or the error that made it give up. */
function netgauzeReading(line: JsonObject): Reading {
  const reading = new Reading();
  const [version, body] = variantOf(line);
  if (!/^V[34]$/.test(version)) return reading.add('message', 'undecodable').add('malformed', JSON.stringify(body));
  const [kind, value] = variantOf(body);
  const message = objectOf(value);
  reading.add('version', version.slice(1)).add('message', messageTypes[kind] ?? kind);
  if (message.peer_header !== undefined) addPeer(reading.under('peer '), objectOf(message.peer_header));
  bodies[kind]?.(reading, message);
  return reading;
}

const peerTypes = ['GlobalInstancePeer', 'RdInstancePeer', 'LocalInstancePeer', 'LocRibInstancePeer'];
const flagBits: Record<string, number> = {
  ipv6: 0x80,
  post_policy: 0x40,
  asn2: 0x20,
  adj_rib_out: 0x10,
  filtered: 0x80,
};

function addPeer(reading: Reading, header: JsonObject): void {
  const [type, flags] = variantOf(header.peer_type);
  const set = Object.entries(objectOf(flags)).filter(([, value]) => value === true);
  reading.add('type', peerTypes.indexOf(type));
  reading.add(
    'flags',
    set.reduce((sum, [name]) => sum + (flagBits[name] ?? Number.NaN), 0),
  );
  reading.add('distinguisher', distinguisherHex(header.rd));
  reading.add('address', addressText(header.address)).add('as', `${header.peer_as}`).add('bgp id', `${header.bgp_id}`);
  reading.add('time', timeText(header.timestamp));
}

/** A Loc-RIB has no address, RFC 9069 §4.2. */
const addressText = (address: Json | undefined): string => (typeof address === 'string' ? address : '0.0.0.0');

/** RFC 3339 with as many decimals as it takes; null where all is zero. */
function timeText(time: Json | undefined): string {
  if (typeof time !== 'string') return '0+0';
  const [, decimals = ''] = /\.(\d+)Z$/.exec(time) ?? [];
  return `${Math.floor(Date.parse(time) / 1000)}+${Number(decimals.padEnd(6, '0'))}`;
}

const bodies: Record<string, (reading: Reading, message: JsonObject) => void> = {
  RouteMonitoring(reading, { update_message, update_pdu, tlvs }) {
    const pdu = objectOf(objectOf(objectOf(update_pdu).value).BgpUpdate);
    addNetgauzeUpdate(reading, objectOf(objectOf(update_message ?? pdu).Update));
    reading.add(
      'tlv',
      ...listOf(tlvs)
        .map((tlv) => indexedTlvText(...variantOf(objectOf(tlv).value)))
        .toSorted(),
    );
  },
  StatisticsReport(reading, { counters }) {
    reading.add('statistic', ...listOf(counters).map((counter) => statisticText(...variantOf(counter))));
  },
  PeerUpNotification(reading, { local_address, local_port, remote_port, sent_message, received_message, information }) {
    reading.add('local address', addressText(local_address));
    reading.add('local port', `${local_port ?? 0}`).add('remote port', `${remote_port ?? 0}`);
    addOpen(reading.under('sent OPEN '), objectOf(objectOf(sent_message).Open));
    addOpen(reading.under('received OPEN '), objectOf(objectOf(received_message).Open));
    addTlvs(reading, information);
  },
  PeerDownNotification(reading, { reason }) {
    const [name, data] = variantOf(reason);
    reading.add('reason', peerDownReasons.indexOf(name));
    const [kind, notification] = variantOf(objectOf(data).Notification);
    const [detail, content] = variantOf(notification);
    if (kind !== '') reading.add('notification', notificationCodes[`${kind} ${detail}`] ?? `${kind} ${detail}`);
    if (kind !== '') reading.add('notification data', listOf(objectOf(content).value).map(octetHex).join(''));
    if (name === 'LocalSystemClosedTlvDataFollows') addTlvs(reading, [data]);
  },
  Initiation: (reading, { information }) => addTlvs(reading, information),
  Termination: (reading, { information }) => addTlvs(reading, information),
};

const peerDownReasons = [
  '',
  'LocalSystemClosedNotificationPduFollows',
  'LocalSystemClosedFsmEventFollows',
  'RemoteSystemClosedNotificationPduFollows',
  'RemoteSystemClosedNoData',
  'PeerDeConfigured',
  'LocalSystemClosedTlvDataFollows',
];

const notificationCodes: Record<string, string> = {
  'CeaseError AdministrativeShutdown': '6/2',
  'CeaseError PeerDeConfigured': '6/3',
  'CeaseError AdministrativeReset': '6/4',
};

const octetHex = (octet: Json): string => Number(octet).toString(16).padStart(2, '0');

/** By place: the type. */
const tlvTypes = ['String', 'SystemDescription', 'SystemName', 'VrfTableName'];

const addTlvs = (reading: Reading, tlvs: Json | undefined): void =>
  void reading.add('tlv', ...listOf(tlvs).map((tlv) => tlvText(...variantOf(tlv))));

const tlvText = (name: string, value: Json): string =>
  tlvTypes.includes(name) ? `${tlvTypes.indexOf(name)}=${textHex(`${value}`)}` : name;

/** TLVs of BMP version 4, draft-ietf-grow-bmp-tlv §4.2 and draft-ietf-grow-bmp-path-marking-tlv §2. */
function indexedTlvText(name: string, value: Json): string {
  if (name === 'VrfTableName') return `3=${textHex(`${value}`)}`;
  if (name === 'GroupTlv')
    return `2=${listOf(value)
      .map((index) => Number(index).toString(16).padStart(4, '0'))
      .join('')}`;
  if (name !== 'PathMarking') return name;
  const names = `${objectOf(value).path_status}`.split(' | ');
  const status = names.reduce((sum, bit) => sum + 2 ** pathStatusBits.indexOf(bit), 0);
  return `5=${status.toString(16).padStart(8, '0')}`;
}

/** By place, from the lowest. */
const pathStatusBits = [
  'INVALID',
  'BEST',
  'NON_SELECTED',
  'PRIMARY',
  'BACKUP',
  'NON_INSTALLED',
  'BEST_EXTERNAL',
  'ADD_PATH',
];

/** By place: the type. */
const statisticTypes = [
  'NumberOfPrefixesRejectedByInboundPolicy',
  'NumberOfDuplicatePrefixAdvertisements',
  'NumberOfDuplicateWithdraws',
  'NumberOfUpdatesInvalidatedDueToClusterListLoop',
  'NumberOfUpdatesInvalidatedDueToAsPathLoop',
  'NumberOfUpdatesInvalidatedDueToOriginatorId',
  'NumberOfUpdatesInvalidatedDueToAsConfedLoop',
  'NumberOfRoutesInAdjRibIn',
  'NumberOfRoutesInLocRib',
  '',
  '',
  'NumberOfUpdatesSubjectedToTreatAsWithdraw',
];

/** An experimental one has its type in its name and its value in octets. */
function statisticText(name: string, value: Json): string {
  const [, experimental] = /^Experimental(\d+)$/.exec(name) ?? [];
  if (experimental !== undefined) return `${experimental}=${BigInt(`0x${listOf(value).map(octetHex).join('')}`)}`;
  return `${statisticTypes.includes(name) ? statisticTypes.indexOf(name) : name}=${value}`;
}

function addOpen(reading: Reading, { version, my_as, hold_time, bgp_id, params }: JsonObject): void {
  const capabilities = listOf(params).flatMap((parameter) => listOf(objectOf(parameter).Capabilities));
  const fourOctets = capabilities.map((capability) => objectOf(objectOf(capability).FourOctetAs).asn4);
  reading.add('version', `${version}`).add('as', `${fourOctets.find((asn) => asn !== undefined) ?? my_as}`);
  reading.add('hold time', `${hold_time}`).add('bgp id', `${bgp_id}`);
  reading.add('capability', ...capabilities.map((capability) => capabilityHex(...variantOf(capability))));
}
