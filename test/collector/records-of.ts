import { addMessage, addUndecodable } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import type { Frame } from '#protocol/bmp/framer.ts';

export interface Outcome {
  records: Uint8Array[];
  /** Messages that were not decoded. */
  plain: number;
}

/** The records that messages of one connection become; plain routes are read in place, or decoded like the rest. */
export function recordsOf(frames: readonly Frame[], routes: 'in place' | 'decoded'): Outcome {
  const outcome: Outcome = { records: [], plain: 0 };
  const decoder = new BmpDecoder();
  const builder = new RecordBuilder({
    header: { routerId: 'nj01emd', session: 1, collectorId: 'a' },
    maxBytes: 20_000,
    emit: (record) => outcome.records.push(new Uint8Array(record)),
  });
  for (const frame of frames) {
    const arrival = { offset: frame.offset, receivedAt: 1_700_000_000_000 + frame.offset };
    const plain = routes === 'in place' ? decoder.plainRoutes(frame) : null;
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
