import type { PbfWriter } from 'pbf';
import type { PlainUpdate } from '#protocol/bgp/plain-update.ts';
import { closeBytes, openBytes, writeTag, writeUnsigned } from './unchecked.ts';

/**
 * Message AttributeSet of a PlainUpdate, from its octets: the same octets that writeAttributeSet makes of its decoded
 * attributes, without decoding them.
 */
export function writePlainAttributeSet(update: PlainUpdate, pbf: PbfWriter): void {
  const { octets } = update;
  pbf.realloc(fieldOverhead * fields.length + mostGrowth * update.attributesLength);
  const { buf } = pbf;
  let position = pbf.pos;
  for (const { code, field, write } of fields) {
    const start = update.startOf(code);
    if (start !== 0) position = write(buf, position, field, octets, start, update.endOf(code), update);
  }
  pbf.pos = position;
}

/** Tags and lengths of a field, and how many octets become of one, at most: four of CLUSTER_LIST become 17. */
const fieldOverhead = 16;
const mostGrowth = 5;

/** Writes at `position` and gives where it ended. There is room. */
type WriteField = (
  buf: Uint8Array,
  position: number,
  field: number,
  octets: Uint8Array,
  start: number,
  end: number,
  update: PlainUpdate,
) => number;

const writeOrigin: WriteField = (buf, position, field, octets, start) =>
  writeUnsigned(buf, writeTag(buf, position, field, 0), 1 + (octets[start] ?? 0));

const writeNumber: WriteField = (buf, position, field, octets, start) =>
  writeUnsigned(buf, writeTag(buf, position, field, 0), u32(octets, start));

const writeTrue: WriteField = (buf, position, field) => writeUnsigned(buf, writeTag(buf, position, field, 0), 1);

const writeOctets: WriteField = (buf, position, field, octets, start, end) => {
  let to = writeUnsigned(buf, writeTag(buf, position, field, 2), end - start);
  for (let at = start; at < end; at++) buf[to++] = octets[at] ?? 0;
  return to;
};

/** Each in little-endian order. */
const writeFixed32s: WriteField = (buf, position, field, octets, start, end) => {
  let to = writeUnsigned(buf, writeTag(buf, position, field, 2), end - start);
  for (let at = start; at < end; at += 4) {
    for (let octet = 3; octet >= 0; octet--) buf[to++] = octets[at + octet] ?? 0;
  }
  return to;
};

function writeAddress(buf: Uint8Array, position: number, field: number, octets: Uint8Array, start: number): number {
  const content = openBytes(buf, position, field);
  let to = writeDecimal(buf, content, octets[start] ?? 0);
  for (let at = start + 1; at < start + 4; at++) {
    buf[to++] = 0x2e;
    to = writeDecimal(buf, to, octets[at] ?? 0);
  }
  return closeBytes(buf, content, to);
}

/** Fields next_hop and link_local_next_hop. */
const writeNextHops: WriteField = (buf, position, field, _octets, _start, _end, { nextHops }) =>
  writeText(
    buf,
    writeText(buf, position, field, nextHops?.nextHop ?? null),
    field + 1,
    nextHops?.linkLocalNextHop ?? null,
  );

/** ASCII. */
function writeText(buf: Uint8Array, position: number, field: number, text: string | null): number {
  if (text === null) return position;
  const content = openBytes(buf, position, field);
  for (let at = 0; at < text.length; at++) buf[content + at] = text.charCodeAt(at);
  return closeBytes(buf, content, content + text.length);
}

const writeAddresses: WriteField = (buf, position, field, octets, start, end) => {
  let to = position;
  for (let at = start; at < end; at += 4) to = writeAddress(buf, to, field, octets, at);
  return to;
};

const writeAggregator: WriteField = (buf, position, field, octets, start) => {
  const content = openBytes(buf, position, field);
  const asn = u32(octets, start);
  const afterAsn = asn === 0 ? content : writeUnsigned(buf, writeTag(buf, content, 1, 0), asn);
  return closeBytes(buf, content, writeAddress(buf, afterAsn, 2, octets, start + 4));
};

/** Messages AsPath and AsPathSegment, of segments of type (1), count (1), AS numbers (4 each). */
const writeAsPath: WriteField = (buf, position, field, octets, start, end) => {
  const path = openBytes(buf, position, field);
  let to = path;
  let at = start;
  while (at < end) {
    const segmentEnd = at + 2 + (octets[at + 1] ?? 0) * 4;
    const segment = openBytes(buf, to, 1);
    const asns = openBytes(buf, writeUnsigned(buf, writeTag(buf, segment, 1, 0), octets[at] ?? 0), 2);
    to = asns;
    for (let asn = at + 2; asn < segmentEnd; asn += 4) to = writeUnsigned(buf, to, u32(octets, asn));
    to = closeBytes(buf, segment, closeBytes(buf, asns, to));
    at = segmentEnd;
  }
  return closeBytes(buf, path, to);
};

/** Attribute type code, number of the field, and what writes it, in the order of fields. */
const fields: readonly { code: number; field: number; write: WriteField }[] = [
  { code: 1, field: 1, write: writeOrigin },
  { code: 2, field: 2, write: writeAsPath },
  { code: 3, field: 3, write: writeAddress },
  { code: 14, field: 3, write: writeNextHops },
  { code: 4, field: 5, write: writeNumber },
  { code: 5, field: 6, write: writeNumber },
  { code: 6, field: 7, write: writeTrue },
  { code: 7, field: 8, write: writeAggregator },
  { code: 8, field: 9, write: writeFixed32s },
  { code: 16, field: 10, write: writeOctets },
  { code: 32, field: 11, write: writeFixed32s },
  { code: 9, field: 12, write: writeAddress },
  { code: 10, field: 13, write: writeAddresses },
];

/** Of one octet. */
function writeDecimal(buf: Uint8Array, position: number, octet: number): number {
  let to = position;
  if (octet >= 100) buf[to++] = 0x30 + ((octet * 41) >> 12);
  if (octet >= 10) buf[to++] = 0x30 + (((octet * 205) >> 11) % 10);
  buf[to++] = 0x30 + (octet % 10);
  return to;
}

const u32 = (octets: Uint8Array, at: number): number =>
  (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0)) >>>
  0;
