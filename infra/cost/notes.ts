import { measured } from './measured.ts';
import type { Size } from './size.ts';
import { constants } from './station-constants.ts';
import { hours, usageOf } from './usage.ts';

/** Above this share there is too little left for the dumps of routers that connect anew. */
const busy = 0.7;
const recordsAShard = 1000;
const memoryOfAProcessor = 1769;

/** Where a station of this size would be too small for its load: the sum is then not what it would cost. */
export function notesOf(size: Size): string[] {
  const usage = usageOf(size);
  const shards = size.stream === 'on-demand' ? Number.POSITIVE_INFINITY : size.stream;
  const seconds = hours * 3600;
  const cpu =
    (usage.batches * measured.ingestMillisecondsABatch) / 1e3 +
    ((usage.changes + usage.dumped) * measured.ingestMicrosecondsARoute) / 1e6;
  const ingestShare = cpu / Math.min(1, constants.memory.ingest / memoryOfAProcessor) / seconds / shards;
  const mergeSeconds = (usage.blocksWritten * measured.routesABlock * measured.compactionMicrosecondsARoute) / 1e6;
  const mergeShare = mergeSeconds / seconds / size.compactionLanes;
  const notes: [boolean, string][] = [
    [
      usage.records / seconds / shards > recordsAShard * busy,
      'the shards take a thousand records a second each: --stream',
    ],
    [
      ingestShare > busy,
      `ingest of a shard would be busy for ${percent(ingestShare)} of the time: --stream, or partitions`,
    ],
    [mergeShare > busy, `merging would be busy for ${percent(mergeShare)} of the time: --lanes`],
  ];
  return notes.flatMap(([is, note]) => (is ? [note] : []));
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
