import type { PbfWriter } from 'pbf';
import type { PlainUpdate } from '#protocol/bgp/plain-update.ts';

/**
 * Message AttributeSet of a PlainUpdate, from its octets: the same octets that writeAttributeSet makes of its decoded
 * attributes, without decoding them.
 */
export function writePlainAttributeSet(update: PlainUpdate, pbf: PbfWriter): void {
  const { octets } = update;
  for (const [code, field, write] of fields) {
    const start = update.startOf(code);
    if (start !== 0) write(pbf, field, octets, start, update.endOf(code));
  }
}

type WriteField = (pbf: PbfWriter, field: number, octets: Uint8Array, start: number, end: number) => void;

const writeOrigin: WriteField = (pbf, field, octets, start) => pbf.writeVarintField(field, 1 + (octets[start] ?? 0));

const writeNumber: WriteField = (pbf, field, octets, start) => pbf.writeVarintField(field, u32(octets, start));

const writeTrue: WriteField = (pbf, field) => pbf.writeBooleanField(field, true);

const writeOctets: WriteField = (pbf, field, octets, start, end) => {
  startBytes(pbf, field, end - start);
  for (let at = start; at < end; at++) pbf.buf[pbf.pos++] = octets[at] ?? 0;
};

/** Each in little-endian order. */
const writeFixed32s: WriteField = (pbf, field, octets, start, end) => {
  startBytes(pbf, field, end - start);
  for (let at = start; at < end; at += 4) {
    for (let octet = 3; octet >= 0; octet--) pbf.buf[pbf.pos++] = octets[at + octet] ?? 0;
  }
};

const writeAddress: WriteField = (pbf, field, octets, start) => {
  startBytes(pbf, field, addressTextLength(octets, start));
  for (let at = start; at < start + 4; at++) {
    if (at > start) pbf.buf[pbf.pos++] = 0x2e;
    writeDecimal(pbf, octets[at] ?? 0);
  }
};

const writeAddresses: WriteField = (pbf, field, octets, start, end) => {
  for (let at = start; at < end; at += 4) writeAddress(pbf, field, octets, at, at + 4);
};

const writeAggregator: WriteField = (pbf, field, octets, start) => {
  const asn = u32(octets, start);
  const address = addressTextLength(octets, start + 4);
  startBytes(pbf, field, (asn === 0 ? 0 : 1 + varintLength(asn)) + 2 + address);
  if (asn !== 0) pbf.writeVarintField(1, asn);
  writeAddress(pbf, 2, octets, start + 4, start + 8);
};

/** Messages AsPath and AsPathSegment: segments of type (1), count (1), AS numbers (4 each). */
const writeAsPath: WriteField = (pbf, field, octets, start, end) => {
  let length = 0;
  for (let at = start; at < end; at = segmentEnd(octets, at)) {
    const segment = segmentLength(octets, at);
    length += 1 + varintLength(segment) + segment;
  }
  startBytes(pbf, field, length);
  for (let at = start; at < end; at = segmentEnd(octets, at)) {
    startBytes(pbf, 1, segmentLength(octets, at));
    pbf.writeVarintField(1, octets[at] ?? 0);
    startBytes(pbf, 2, asnsLength(octets, at));
    for (let asn = at + 2; asn < segmentEnd(octets, at); asn += 4) pbf.writeVarint(u32(octets, asn));
  }
};

/** Attribute type code, number of the field, and what writes it, in the order of fields. */
const fields: readonly (readonly [code: number, field: number, write: WriteField])[] = [
  [1, 1, writeOrigin],
  [2, 2, writeAsPath],
  [3, 3, writeAddress],
  [4, 5, writeNumber],
  [5, 6, writeNumber],
  [6, 7, writeTrue],
  [7, 8, writeAggregator],
  [8, 9, writeFixed32s],
  [16, 10, writeOctets],
  [32, 11, writeFixed32s],
  [9, 12, writeAddress],
  [10, 13, writeAddresses],
];

/** Tag and length of a field of octets, and room for them. */
function startBytes(pbf: PbfWriter, field: number, length: number): void {
  pbf.writeVarint((field << 3) | 2);
  pbf.writeVarint(length);
  pbf.realloc(length);
}

const segmentEnd = (octets: Uint8Array, at: number): number => at + 2 + (octets[at + 1] ?? 0) * 4;

const segmentLength = (octets: Uint8Array, at: number): number => {
  const asns = asnsLength(octets, at);
  return 2 + 1 + varintLength(asns) + asns;
};

function asnsLength(octets: Uint8Array, segment: number): number {
  let length = 0;
  const end = segmentEnd(octets, segment);
  for (let at = segment + 2; at < end; at += 4) length += varintLength(u32(octets, at));
  return length;
}

function addressTextLength(octets: Uint8Array, start: number): number {
  let length = 3;
  for (let at = start; at < start + 4; at++) length += digits(octets[at] ?? 0);
  return length;
}

const digits = (octet: number): number => (octet < 10 ? 1 : octet < 100 ? 2 : 3);

/** Of one octet. */
function writeDecimal(pbf: PbfWriter, octet: number): void {
  if (octet >= 100) pbf.buf[pbf.pos++] = 0x30 + Math.floor(octet / 100);
  if (octet >= 10) pbf.buf[pbf.pos++] = 0x30 + (Math.floor(octet / 10) % 10);
  pbf.buf[pbf.pos++] = 0x30 + (octet % 10);
}

/** Octets that a number below 2^32 takes. */
const varintLength = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;

const u32 = (octets: Uint8Array, at: number): number =>
  (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0)) >>>
  0;
