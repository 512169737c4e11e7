import { hexOf } from '#protocol/net/hex.ts';
import type { OctetsOf, PdmlField } from './pdml.ts';
import { ofUpdate, Reading } from './reading.ts';
import { messageOffset } from './synthetic-pcap.ts';
import { addTsharkUpdate } from './tshark-update.ts';

const messageTypes = [
  'route-monitoring',
  'statistics-report',
  'peer-down',
  'peer-up',
  'initiation',
  'termination',
  'route-mirroring',
];

/** One packet of one BMP message. `malformed` says that tshark gave up within it. */
export function tsharkReading(packet: PdmlField, message: Uint8Array): Reading {
  const reading = new Reading();
  const octetsOf: OctetsOf = (position, size) =>
    hexOf(message.subarray(position - messageOffset, position - messageOffset + size));
  const bmp = packet.child('bmp');
  if (bmp === undefined) return reading.add('message', 'undecodable');
  const type = messageTypes[Number(bmp.child('bmp.type')?.show)] ?? 'unknown';
  reading.add('version', bmp.child('bmp.version')?.show ?? '').add('message', type);
  const header = bmp.child('bmp.peer.header');
  if (header !== undefined) addPeer(reading.under('peer '), header);
  bodies[type]?.(reading, bmp, octetsOf);
  if (packet.fields.some(({ name }) => name === '_ws.malformed')) reading.add('malformed', 'yes');
  return reading;
}

function addPeer(reading: Reading, header: PdmlField): void {
  const show = (name: string): string[] => header.shown(name);
  reading.add('type', ...show('bmp.peer.type')).add('flags', ...show('bmp.peer.flags').map(Number));
  reading.add('distinguisher', header.child('bmp.peer.distinguisher')?.value ?? '');
  reading.add('address', ...show('bmp.peer.ip.addr'), ...show('bmp.peer.ipv6.addr'));
  reading.add('as', ...show('bmp.peer.asn')).add('bgp id', ...show('bmp.peer.id'));
  const [seconds, microseconds] = [show('bmp.peer.timestamp.sec'), show('bmp.peer.timestamp.msec')];
  if (microseconds.length > 0) reading.add('time', `${seconds[0]}+${microseconds[0]}`);
}

type Body = (reading: Reading, bmp: PdmlField, octetsOf: OctetsOf) => void;

const bodies: Record<string, Body> = {
  'route-monitoring'(reading, bmp, octetsOf) {
    for (const [index, update] of bgpMessages(bmp).entries())
      addTsharkUpdate(reading.under(ofUpdate(index)), update, octetsOf);
  },
  'statistics-report'(reading, bmp) {
    reading.add('statistic', ...bmp.children('bmp.stats.type').map(statisticText));
  },
  'peer-down'(reading, bmp) {
    reading.add('reason', ...bmp.shown('bmp.peer.down.reason'));
    for (const notification of bgpMessages(bmp)) {
      const subcode = notification.fields.find(({ name }) => name.startsWith('bgp.notify.minor_error'))?.show;
      reading.add('notification', `${notification.child('bgp.notify.major_error')?.show}/${subcode}`);
    }
  },
  'peer-up'(reading, bmp, octetsOf) {
    reading.add('local address', ...bmp.shown('bmp.peer.up.ip.addr'), ...bmp.shown('bmp.peer.up.ipv6.addr'));
    reading.add('local port', ...bmp.shown('bmp.peer.up.port.local'));
    reading.add('remote port', ...bmp.shown('bmp.peer.up.port.remote'));
    const [sent, received] = bgpMessages(bmp);
    if (sent !== undefined) addOpen(reading.under('sent OPEN '), sent, octetsOf);
    if (received !== undefined) addOpen(reading.under('received OPEN '), received, octetsOf);
  },
  initiation(reading, bmp) {
    reading.add('tlv', ...[...bmp.all('bmp.init.type')].map((type) => tlvText(type, 'bmp.init.info')));
  },
  termination(reading, bmp) {
    reading.add('tlv', ...[...bmp.all('bmp.term.type')].map((type) => tlvText(type, 'bmp.term.info')));
  },
  'route-mirroring'(reading, bmp, octetsOf) {
    reading.add('mirrored', ...bgpMessages(bmp).map(({ position, size }) => octetsOf(position, size)));
  },
};

/** Octets that tshark can make nothing of stand as BGP messages without a marker among the others. */
const bgpMessages = (bmp: PdmlField): PdmlField[] =>
  bmp.fields.filter((field) => field.name === 'bgp' && field.child('bgp.marker') !== undefined);

const tlvText = (type: PdmlField, name: string): string => `${type.show}=${type.child(name)?.value ?? ''}`;

/** A statistic that tshark does not know comes as octets alone. */
function statisticText(type: PdmlField): string {
  const data = type.child('bmp.stats.data')?.value ?? '';
  const known = type.fields.find(({ name }) => /^bmp\.stats\.data\.\w+$/.test(name));
  return `${type.show}=${known?.show ?? BigInt(`0x${data}`)}`;
}

function addOpen(reading: Reading, open: PdmlField, octetsOf: OctetsOf): void {
  const version = open.child('bgp.open.version');
  if (version === undefined) return;
  const capabilities = [...open.all('bgp.cap')];
  const [fourOctets] = [...open.all('bgp.cap.4as')];
  reading.add('version', version.show).add('as', fourOctets?.show ?? open.child('bgp.open.myas')?.show ?? '');
  reading.add('hold time', ...open.shown('bgp.open.holdtime')).add('bgp id', ...open.shown('bgp.open.identifier'));
  reading.add('capability', ...capabilities.map((capability) => capabilityText(capability, octetsOf)));
}

/** Code (1), length (1), value. */
const capabilityText = (capability: PdmlField, octetsOf: OctetsOf): string =>
  `${capability.child('bgp.cap.type')?.show}:${octetsOf(capability.position + 2, capability.size - 2)}`;
