import { PbfWriter } from 'pbf';
import type { AsPathSegment, RawAttribute } from '#protocol/bgp/attributes/values.ts';
import type { PathStatus } from '#protocol/bmp/path-marking.ts';
import type { AttributeSet } from '../record.ts';
import {
  decodeMessage,
  embedded,
  fieldsOf,
  fixedNumbers,
  names,
  number,
  numbers,
  octets,
  RecordError,
  text,
  writeNumber,
  writeOctets,
  writeOptionalNumber,
  writeOptionalText,
  writeText,
  writeTexts,
} from './wire.ts';

const origins = names('origin', { 1: 'igp', 2: 'egp', 3: 'incomplete' });

const segmentTypes = names('AS_PATH segment type', {
  1: 'set',
  2: 'sequence',
  3: 'confed-sequence',
  4: 'confed-set',
});

export const emptyAttributeSet = (): AttributeSet => ({
  origin: null,
  asPath: null,
  nextHop: null,
  linkLocalNextHop: null,
  med: null,
  localPref: null,
  atomicAggregate: false,
  aggregator: null,
  communities: [],
  extendedCommunities: [],
  largeCommunities: [],
  originatorId: null,
  clusterList: [],
  other: [],
  pathStatus: null,
  cut: 0,
});

/** Message AttributeSet of record.proto. Equal sets give equal bytes. */
export function encodeAttributeSet(set: AttributeSet): Uint8Array {
  scratch.pos = 0;
  writeAttributeSet(set, scratch);
  return scratch.buf.slice(0, scratch.pos);
}

/** Written over at each call: a writer of its own would cost more than the set. */
const scratch = new PbfWriter(new Uint8Array(4096));

/** The inverse of encodeAttributeSet. Byte values are views into `bytes`. Throws RecordError. */
export function decodeAttributeSet(bytes: Uint8Array): AttributeSet {
  return decodeMessage(bytes, attributeSetFields, emptyAttributeSet());
}

export function writeAttributeSet(set: AttributeSet, pbf: PbfWriter): void {
  if (set.origin !== null) pbf.writeVarintField(1, origins.numberOf(set.origin));
  if (set.asPath !== null) pbf.writeMessage(2, writeAsPath, set.asPath);
  writeOptionalText(pbf, 3, set.nextHop);
  writeOptionalText(pbf, 4, set.linkLocalNextHop);
  writeOptionalNumber(pbf, 5, set.med);
  writeOptionalNumber(pbf, 6, set.localPref);
  if (set.atomicAggregate) pbf.writeBooleanField(7, true);
  if (set.aggregator !== null) pbf.writeMessage(8, writeAggregator, set.aggregator);
  pbf.writePackedFixed32(9, set.communities);
  if (set.extendedCommunities.length > 0) pbf.writeMessage(10, writeExtendedCommunities, set.extendedCommunities);
  if (set.largeCommunities.length > 0) pbf.writeMessage(11, writeLargeCommunities, set.largeCommunities);
  writeOptionalText(pbf, 12, set.originatorId);
  writeTexts(pbf, 13, set.clusterList);
  for (const attribute of set.other) pbf.writeMessage(14, writeRawAttribute, attribute);
  if (set.pathStatus !== null) pbf.writeMessage(15, writePathStatus, set.pathStatus);
  writeNumber(pbf, 16, set.cut);
}

function writeAsPath(segments: AsPathSegment[], pbf: PbfWriter): void {
  for (const segment of segments) pbf.writeMessage(1, writeSegment, segment);
}

function writeSegment(segment: AsPathSegment, pbf: PbfWriter): void {
  pbf.writeVarintField(1, segmentTypes.numberOf(segment.type));
  pbf.writePackedVarint(2, segment.asns);
}

function writeAggregator(aggregator: { asn: number; address: string }, pbf: PbfWriter): void {
  writeNumber(pbf, 1, aggregator.asn);
  writeText(pbf, 2, aggregator.address);
}

function writeExtendedCommunities(communities: Uint8Array[], pbf: PbfWriter): void {
  for (const community of communities) {
    pbf.realloc(community.length);
    pbf.buf.set(community, pbf.pos);
    pbf.pos += community.length;
  }
}

function writeLargeCommunities(communities: [number, number, number][], pbf: PbfWriter): void {
  for (const community of communities) for (const part of community) pbf.writeFixed32(part);
}

function writeRawAttribute(attribute: RawAttribute, pbf: PbfWriter): void {
  writeNumber(pbf, 1, attribute.code);
  writeNumber(pbf, 2, attribute.flags);
  writeOctets(pbf, 3, attribute.value);
}

function writePathStatus({ status, reasons }: PathStatus, pbf: PbfWriter): void {
  writeNumber(pbf, 1, status);
  pbf.writePackedVarint(2, [...reasons]);
}

const segmentFields = fieldsOf<AsPathSegment>({
  1: segmentTypes.field((segment, value) => {
    segment.type = value;
  }),
  2: numbers((segment) => segment.asns),
});

const asPathFields = fieldsOf<AsPathSegment[]>({
  1: embedded<AsPathSegment[], AsPathSegment>(
    segmentFields,
    () => ({ type: 'sequence', asns: [] }),
    (segments, segment) => segments.push(segment),
  ),
});

const aggregatorFields = fieldsOf<{ asn: number; address: string }>({
  1: number((aggregator, value) => {
    aggregator.asn = value;
  }),
  2: text((aggregator, value) => {
    aggregator.address = value;
  }),
});

const rawAttributeFields = fieldsOf<RawAttribute>({
  1: number((attribute, value) => {
    attribute.code = value;
  }),
  2: number((attribute, value) => {
    attribute.flags = value;
  }),
  3: octets((attribute, value) => {
    attribute.value = value;
  }),
});

interface PathStatusDraft extends PathStatus {
  reasons: number[];
}

const pathStatusFields = fieldsOf<PathStatusDraft>({
  1: number((draft, value) => {
    draft.status = value;
  }),
  2: numbers((draft) => draft.reasons),
});

function splitExtendedCommunities(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length % 8 !== 0) throw new RecordError('extended communities are no multiple of 8 octets', 0);
  return Array.from({ length: bytes.length / 8 }, (_, index) => bytes.subarray(index * 8, index * 8 + 8));
}

function splitLargeCommunities(parts: readonly number[]): [number, number, number][] {
  if (parts.length % 3 !== 0) throw new RecordError('large communities are no multiple of 3 numbers', 0);
  return Array.from({ length: parts.length / 3 }, (_, index) => [
    parts[index * 3] ?? 0,
    parts[index * 3 + 1] ?? 0,
    parts[index * 3 + 2] ?? 0,
  ]);
}

export const attributeSetFields = fieldsOf<AttributeSet>({
  1: origins.field((set, value) => {
    set.origin = value;
  }),
  2: embedded(
    asPathFields,
    () => [],
    (set, value) => {
      set.asPath = value;
    },
  ),
  3: text((set, value) => {
    set.nextHop = value;
  }),
  4: text((set, value) => {
    set.linkLocalNextHop = value;
  }),
  5: number((set, value) => {
    set.med = value;
  }),
  6: number((set, value) => {
    set.localPref = value;
  }),
  7: number((set, value) => {
    set.atomicAggregate = value !== 0;
  }),
  8: embedded(
    aggregatorFields,
    () => ({ asn: 0, address: '' }),
    (set, value) => {
      set.aggregator = value;
    },
  ),
  9: fixedNumbers((set) => set.communities),
  10: octets((set, value) => {
    set.extendedCommunities = splitExtendedCommunities(value);
  }),
  11: {
    wire: 2,
    read: (set, pbf, end) => {
      const parts: number[] = [];
      fixedNumbers<number[]>((list) => list).read(parts, pbf, end);
      set.largeCommunities = splitLargeCommunities(parts);
    },
  },
  12: text((set, value) => {
    set.originatorId = value;
  }),
  13: text((set, value) => set.clusterList.push(value)),
  14: embedded(
    rawAttributeFields,
    () => ({ code: 0, flags: 0, value: new Uint8Array() }),
    (set, value) => set.other.push(value),
  ),
  15: embedded(
    pathStatusFields,
    () => ({ status: 0, reasons: [] }),
    (set, value) => {
      set.pathStatus = value;
    },
  ),
  16: number((set, value) => {
    set.cut = value;
  }),
});
