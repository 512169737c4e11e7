import { decodeRecord, encodeRecord, RecordError } from '#model/record-codec.ts';
import { FramingError } from '#protocol/errors.ts';
import { recordsOf } from '#test/collector/records-of.ts';
import { framesOf } from './corpus.ts';
import { mutated } from './mutation.ts';
import { expectSame } from './same.ts';
import { allowing, type Target } from './target.ts';

/** What Kinesis takes. */
const largestRecord = 1_048_576;

/** Records of what routers say, decoded first or read in place, can be read and say the same written again; damaged ones are refused. */
export const records = (messages: Target, streams: readonly Uint8Array[]): readonly Target[] => {
  const valid = streams.flatMap((stream) => recordsOf(framesOf(stream.subarray(0, 20_000)), 'decoded').records);
  return [
    {
      name: 'records of messages',
      input: messages.input,
      check(input) {
        const frames = allowing([FramingError], () => framesOf(input)) ?? [];
        const built = recordsOf(frames, 'decoded').records;
        expectSame('records read in place', built, recordsOf(frames, 'in place').records);
        for (const octets of built) {
          if (octets.length > largestRecord) throw new Error(`a record of ${octets.length} octets`);
          const record = decodeRecord(octets);
          expectSame('record', record, decodeRecord(encodeRecord(record)));
        }
      },
    },
    {
      name: 'damaged records',
      input: (random) => mutated(random.pick(valid), random),
      check(input) {
        const record = allowing([RecordError], () => decodeRecord(input));
        if (record !== null) JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      },
    },
  ];
};
