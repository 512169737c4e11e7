import { addMessage, addUndecodable } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { decodeRecord, encodeRecord, RecordError } from '#model/record-codec.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import type { Frame } from '#protocol/bmp/framer.ts';
import { FramingError } from '#protocol/errors.ts';
import { framesOf } from './corpus.ts';
import { mutated } from './mutation.ts';
import { expectSame } from './same.ts';
import { allowing, type Target } from './target.ts';

const maxBytes = 20_000;

/** What Kinesis takes. */
const largestRecord = 1_048_576;

/** Records of what routers say, decoded first or read in place, can be read and say the same written again; damaged ones are refused. */
export const records = (messages: Target, streams: readonly Uint8Array[]): readonly Target[] => {
  const valid = streams.flatMap((stream) => recordsOf(framesOf(stream.subarray(0, 20_000)), false));
  return [
    {
      name: 'records of messages',
      input: messages.input,
      check(input) {
        const frames = allowing([FramingError], () => framesOf(input)) ?? [];
        const built = recordsOf(frames, false);
        expectSame('records read in place', built, recordsOf(frames, true));
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

function recordsOf(frames: readonly Frame[], inPlace: boolean): Uint8Array[] {
  const built: Uint8Array[] = [];
  const builder = new RecordBuilder({
    header: { routerId: 'router', session: 1, collectorId: 'collector' },
    maxBytes,
    emit: (record) => built.push(new Uint8Array(record)),
  });
  const decoder = new BmpDecoder();
  for (const frame of frames) {
    const arrival = { offset: frame.offset, receivedAt: 1_700_000_000_000 };
    const plain = inPlace ? decoder.plainRoutes(frame) : null;
    if (plain !== null) {
      builder.addPlainRoutes(plain, arrival.receivedAt);
      continue;
    }
    const decoded = decoder.decode(frame);
    if (decoded.message === null) addUndecodable(builder, decoded, arrival);
    else addMessage(builder, decoded.message, arrival);
  }
  builder.flush();
  return built;
}
