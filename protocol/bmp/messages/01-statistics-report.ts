import { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { statisticKind, statisticName, statisticTypeOf } from '../statistics.ts';
import { decodeRawTlvs, encodeTlvs, enterpriseValueOf, type RawTlv } from '../tlv.ts';
import { type BmpDecodeContext, defineMessage } from './message.ts';

/** RFC 7854 §4.8. */
export interface StatisticsReport {
  type: 'statistics-report';
  peer: PeerHeader;
  counters: Statistic[];
  /** Version 4: what stands behind the Stats TLV; absent where the statistics are in none. */
  tlvs?: RawTlv[];
}

export interface Statistic {
  type: number;
  /** `type-N` where the table has none, `enterprise-E-type-N` of an enterprise's own. */
  name: string;
  /** Of a per-family gauge, else null. */
  afi: number | null;
  safi: number | null;
  /** Null where the length does not fit the type, or an enterprise defines what it counts. */
  value: bigint | null;
  raw: Uint8Array;
}

/** draft-ietf-grow-bmp-tlv-20 §5.4; editions before it had the plain form in version 4 too. */
const statsTlv = 1;

/**
 * Count (4), then type (2), length (2), value, repeated. The end of the message counts, not the count.
 * Version 4 has all of that in a Stats TLV, with other TLVs behind it.
 */
export const statisticsReport = defineMessage<'statistics-report', StatisticsReport>({
  code: 1,
  type: 'statistics-report',
  reference: 'RFC 7854, RFC 8671, RFC 9972',
  decode(reader, context) {
    const { header: peer } = context.peers.read(reader);
    if (!isTlvForm(reader, context)) {
      return { type: 'statistics-report', peer, counters: decodeStatistics(reader, context) };
    }
    reader.skip(2);
    const counters = decodeStatistics(reader.sub(reader.u16()), context);
    return { type: 'statistics-report', peer, counters, tlvs: decodeRawTlvs(reader) };
  },
  encode(writer, { peer, counters, tlvs }) {
    encodePeerHeader(writer, peer);
    if (tlvs === undefined) {
      encodeStatistics(writer, counters);
      return;
    }
    const length = writer.u16(statsTlv).fork(2);
    encodeStatistics(writer, counters);
    encodeTlvs(writer.join(length, 2), tlvs);
  },
});

/** A 32-bit counter. */
export function counterOf(type: number, value: number): Statistic {
  return statisticOf(type, new Writer(4).u32(value).finish());
}

/** A 64-bit gauge, of one family where one is given. */
export function gaugeOf(type: number, value: bigint, family?: { afi: number; safi: number }): Statistic {
  const writer = new Writer(11);
  if (family !== undefined) writer.u16(family.afi).u8(family.safi);
  return statisticOf(type, writer.u64(value).finish());
}

/** A count of 65,536 or more would not fit the TLV's 64 KiB, so the plain form begins with two zeros. */
function isTlvForm(reader: Reader, { version }: BmpDecodeContext): boolean {
  return version === 4 && reader.fork().u16() === statsTlv;
}

function decodeStatistics(reader: Reader, { version, issues }: BmpDecodeContext): Statistic[] {
  const { offset } = reader;
  const note = (reason: string, at: number): void => {
    issues.push({ code: null, reason, outcome: 'note', offset: at });
  };
  const count = reader.u32();
  const statistics: Statistic[] = [];
  while (reader.remaining > 0) {
    const start = reader.offset;
    const type = reader.u16();
    const raw = reader.take(reader.u16());
    const statistic = (version === 4 ? enterpriseStatistic(type, raw) : null) ?? statisticOf(type, raw);
    statistics.push(statistic);
    if (statistic.value === null && statisticTypeOf(type)) note(`${statistic.name} of ${raw.length} octets`, start);
  }
  if (count !== statistics.length) note(`${statistics.length} statistics, not ${count}`, offset);
  return statistics;
}

function encodeStatistics(writer: Writer, statistics: readonly Statistic[]): void {
  writer.u32(statistics.length);
  for (const { type, raw } of statistics) writer.u16(type).u16(raw.length).bytes(raw);
}

function statisticOf(type: number, raw: Uint8Array): Statistic {
  const kind = statisticKind(type, raw.length);
  const reader = Reader.over(raw);
  const perFamily = kind === 'family-gauge';
  return {
    type,
    name: statisticName(type),
    afi: perFamily ? reader.u16() : null,
    safi: perFamily ? reader.u8() : null,
    value: kind === null ? null : kind === 'counter' ? BigInt(reader.u32()) : reader.u64(),
    raw,
  };
}

/** draft-ietf-grow-bmp-tlv §4.2. */
function enterpriseStatistic(type: number, raw: Uint8Array): Statistic | null {
  const own = enterpriseValueOf({ type, value: raw });
  if (own === null) return null;
  return { type, name: `enterprise-${own.enterprise}-type-${own.type}`, afi: null, safi: null, value: null, raw };
}
