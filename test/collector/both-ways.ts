import { expect } from 'vitest';
import { addMessage, addUndecodable } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import type { Frame } from '#protocol/bmp/framer.ts';

export interface Outcome {
  records: Uint8Array[];
  /** Messages that were not decoded. */
  plain: number;
}

/** What is made of plain routes in place has to be, to the octet, what is made of them decoded. */
export function recordsBothWays(frames: readonly Frame[]): Outcome {
  const inPlace = recordsOf(frames, true);
  expect(inPlace.records).toEqual(recordsOf(frames, false).records);
  return inPlace;
}

function recordsOf(frames: readonly Frame[], inPlace: boolean): Outcome {
  const outcome: Outcome = { records: [], plain: 0 };
  const decoder = new BmpDecoder();
  const builder = new RecordBuilder({
    header: { routerId: 'nj01emd', session: 1, collectorId: 'a' },
    maxBytes: 20_000,
    emit: (record) => outcome.records.push(new Uint8Array(record)),
  });
  for (const frame of frames) {
    const arrival = { offset: frame.offset, receivedAt: 1_700_000_000_000 + frame.offset };
    const plain = inPlace ? decoder.plainRoutes(frame) : null;
    if (plain !== null) {
      outcome.plain++;
      builder.addPlainRoutes(plain, arrival.receivedAt);
      continue;
    }
    const decoded = decoder.decode(frame);
    if (decoded.message === null) addUndecodable(builder, decoded, arrival);
    else addMessage(builder, decoded.message, arrival);
  }
  builder.flush();
  return outcome;
}
