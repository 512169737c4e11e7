import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import { FramingError } from '#protocol/errors.ts';
import { cut, joined, mutated } from './mutation.ts';
import { expectSame } from './same.ts';
import { Fault, type Target } from './target.ts';

const maxMessageLength = 5000;

/** Frames are the same whatever the pieces that octets come in, and little is held. */
export const framing = (messages: readonly Uint8Array[]): readonly Target[] => [
  {
    name: 'framer',
    input: (random) =>
      mutated(joined(...Array.from({ length: 1 + random.below(8) }, () => random.pick(messages))), random),
    check(input, random) {
      expectSame('frames in pieces', framesIn([input.slice()], null), framesIn(cut(input, random), maxMessageLength));
    },
  },
];

function framesIn(pieces: Iterable<Uint8Array>, held: number | null): [frames: Frame[], error: string | null] {
  const framer = new Framer({ maxMessageLength });
  const frames: Frame[] = [];
  try {
    for (const piece of pieces) {
      framer.push(piece);
      for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
      if (held !== null && framer.buffered > held) throw new Fault(`${framer.buffered} octets are held`);
    }
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
    return [frames, error.message];
  }
  return [frames, null];
}
