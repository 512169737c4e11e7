import type { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { encodePeerHeader, type PeerHeader } from '../peer-header.ts';
import { statisticName } from '../statistics.ts';
import { defineMessage } from './message.ts';

/** RFC 7854 §4.8. */
export interface StatisticsReport {
  type: 'statistics-report';
  peer: PeerHeader;
  counters: Statistic[];
}

export interface Statistic {
  type: number;
  /** `type-N` where the table has none. */
  name: string;
  /** Of a per-family gauge, else null. */
  afi: number | null;
  safi: number | null;
  /** Null where the length fits neither counter nor gauge. */
  value: bigint | null;
  raw: Uint8Array;
}

/** Count (4), then type (2), length (2), value, repeated. The end of the message counts, not the count. */
export const statisticsReport = defineMessage<'statistics-report', StatisticsReport>({
  code: 1,
  type: 'statistics-report',
  decode(reader, { peers, issues }) {
    const { header } = peers.read(reader);
    const { offset } = reader;
    const count = reader.u32();
    const counters: Statistic[] = [];
    while (reader.remaining > 0) counters.push(decodeStatistic(reader));
    if (count !== counters.length) {
      issues.push({ code: null, reason: `${counters.length} statistics, not ${count}`, outcome: 'note', offset });
    }
    return { type: 'statistics-report', peer: header, counters };
  },
  encode(writer, { peer, counters }) {
    encodePeerHeader(writer, peer);
    writer.u32(counters.length);
    for (const { type, raw } of counters) writer.u16(type).u16(raw.length).bytes(raw);
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

function decodeStatistic(reader: Reader): Statistic {
  const type = reader.u16();
  return statisticOf(type, reader.take(reader.u16()));
}

/** The length tells the form: counter (4), gauge (8), AFI (2) SAFI (1) gauge (8). */
function statisticOf(type: number, raw: Uint8Array): Statistic {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const perFamily = raw.length === 11;
  return {
    type,
    name: statisticName(type),
    afi: perFamily ? view.getUint16(0) : null,
    safi: perFamily ? view.getUint8(2) : null,
    value: numberIn(view),
    raw,
  };
}

function numberIn(view: DataView): bigint | null {
  if (view.byteLength === 4) return BigInt(view.getUint32(0));
  if (view.byteLength === 8) return view.getBigUint64(0);
  return view.byteLength === 11 ? view.getBigUint64(3) : null;
}
