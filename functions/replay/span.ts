import { zstdDecompressSync } from 'node:zlib';
import { decodeRecord, isCompressed } from '#model/record-codec.ts';
import type { DiscardedRecord } from './invocation-record.ts';

/** Which events of a router's session a record holds, by `seq`. */
export interface Span {
  sequenceNumber: bigint;
  session: number;
  /** Both 0: the sweep's word, which is outside the session's order. */
  firstSeq: number;
  lastSeq: number;
}

/** A record that cannot be read: ingest keeps it aside as poison. */
export interface UnreadableSpan {
  sequenceNumber: bigint;
  unreadable: string;
}

/** As ingest has it. */
const largestRecord = 16 * 1024 * 1024;

export function spanOf({ partitionKey, sequenceNumber, data }: DiscardedRecord): Span | UnreadableSpan {
  try {
    const plain = isCompressed(data) ? zstdDecompressSync(data, { maxOutputLength: largestRecord }) : data;
    const { routerId, session, firstSeq, lastSeq } = decodeRecord(plain);
    if (routerId !== partitionKey) throw new RangeError(`record of router ${routerId} under another key`);
    return { sequenceNumber, session, firstSeq, lastSeq };
  } catch (error) {
    return { sequenceNumber, unreadable: String(error) };
  }
}
