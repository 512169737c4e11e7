import { kinds } from '#model/keys.ts';
import type { PartitionKey } from '#model/partition.ts';
import { readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import type { FailureStore } from './failure-store.ts';
import { type DiscardedRecord, discardedRecords, UnusableFailure } from './invocation-record.ts';
import { type Span, spanOf, type UnreadableSpan } from './span.ts';
import { type Judged, judge, standingOf } from './verdict.ts';

/** What the failures hold, without the records: these are read again when they are put back. */
export interface Survey {
  /** Names in the order of the stream. */
  names: string[];
  /** By key of the stream, which is a router's or that of a partition of one: its records in the order of the stream, each once. */
  spans: Map<PartitionKey, (Span | UnreadableSpan)[]>;
  /** In which failures a record is, by its sequence number. */
  foundIn: Map<bigint, string[]>;
  /** Failures that no record can be had from, with why. */
  unusable: { name: string; reason: string }[];
}

export async function survey(failures: FailureStore, names: readonly string[]): Promise<Survey> {
  const usable: { name: string; first: bigint }[] = [];
  const keyed = new Map<bigint, { key: PartitionKey; span: Span | UnreadableSpan }>();
  const foundIn: Survey['foundIn'] = new Map();
  const unusable: Survey['unusable'] = [];
  for (const name of names) {
    const records = await recordsOf(failures, name).catch((error: unknown) => {
      if (!(error instanceof UnusableFailure)) throw error;
      unusable.push({ name, reason: error.message });
      return null;
    });
    if (records === null) continue;
    usable.push({ name, first: records[0]?.sequenceNumber ?? 0n });
    for (const record of records) {
      keyed.set(record.sequenceNumber, { key: record.partitionKey, span: spanOf(record) });
      foundIn.set(record.sequenceNumber, [...(foundIn.get(record.sequenceNumber) ?? []), name]);
    }
  }
  const inOrder = [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  const spans = new Map<PartitionKey, (Span | UnreadableSpan)[]>();
  for (const { key, span } of inOrder) spans.set(key, [...(spans.get(key) ?? []), span]);
  const ordered = usable.toSorted((a, b) => (a.first < b.first ? -1 : 1)).map(({ name }) => name);
  return { names: ordered, spans, foundIn, unusable };
}

export const recordsOf = async (failures: FailureStore, name: string): Promise<DiscardedRecord[]> =>
  discardedRecords(await failures.read(name));

/** By what the table has of the router now. */
export async function judged(store: Store, key: PartitionKey, spans: Survey['spans']): Promise<Judged[]> {
  const commit = await readOne(store, 'commit', kinds.commit.key(key));
  return judge(spans.get(key) ?? [], standingOf(commit));
}
