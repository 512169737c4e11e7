import { messageToJson } from '#model/message-json.ts';
import { BmpDecoder, type DecodedMessage } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { Frame } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { FramingError } from '#protocol/errors.ts';
import { framesOf } from './corpus.ts';
import { joined, mutated } from './mutation.ts';
import type { Random } from './random.ts';
import { expectSame } from './same.ts';
import { allowing, Fault, type Target } from './target.ts';

/** A message of 1 MiB may hold thousands of UPDATEs; those here are short. */
const maximumIssues = 1000;

/** Every message is decoded or said not to be; it can be shown, and written again so that it reads the same. */
export const bmpMessages = (streams: readonly Uint8Array[], messages: readonly Uint8Array[]): readonly Target[] => {
  const captured = streams
    .map((stream) => framesOf(stream).map(({ bytes }) => bytes))
    .filter(({ length }) => length > 0);
  return [
    {
      name: 'bmp',
      input: (random) => session(random.oneIn(3) ? messages : random.pick(captured), random),
      check(input) {
        const frames = allowing([FramingError], () => framesOf(input)) ?? [];
        const [decoder, twin] = [new BmpDecoder(), new BmpDecoder()];
        for (const frame of frames) {
          const decoded = decoder.decode(frame);
          expectSound(decoded);
          const again = writtenAgain(frame, decoded);
          const reread = twin.decode(again ?? frame);
          if (again !== null) expectSame('written again', decoded.message, reread.message);
        }
      },
    },
  ];
};

/** The messages that a connection begins with, and some from the middle; of one of them the octets behind its header are changed. */
function session(messages: readonly Uint8Array[], random: Random): Uint8Array {
  const from = random.below(messages.length);
  const chosen = [...messages.slice(0, 4), ...messages.slice(from, from + 1 + random.below(5))];
  const place = random.below(chosen.length);
  return joined(...chosen.map((message, index) => (index === place ? changed(message, random) : message)));
}

const headerLength = 6;

function changed(message: Uint8Array, random: Random): Uint8Array {
  const body = random.oneIn(20) ? random.octets(random.below(200)) : mutated(message.subarray(headerLength), random);
  const length = headerLength + body.length;
  const type = random.oneIn(20) ? random.below(9) : (message[headerLength - 1] ?? 0);
  return joined(Uint8Array.of(message[0] ?? 3, 0, length >> 16, length >> 8, length, type), body);
}

function expectSound(decoded: DecodedMessage): void {
  if (decoded.message === null && decoded.reason.includes('internal error')) throw new Fault(decoded.reason);
  if (decoded.message !== null && decoded.issues.length > maximumIssues)
    throw new Fault(`${decoded.issues.length} issues of one message`);
  JSON.stringify(messageToJson(decoded));
}

/** Null where the message came with an error that was repaired (RFC 7606), or lacks path identifiers in one place and not in another. */
function writtenAgain(frame: Frame, decoded: DecodedMessage): Frame | null {
  const { message } = decoded;
  if (message === null || decoded.issues.some(({ outcome }) => outcome !== 'note')) return null;
  const pathIds = pathIdsOf(message);
  if ([...pathIds.values()].some((kinds) => kinds.size > 1)) return null;
  const { version } = frame;
  const bytes = encodeBmpMessage(message, {
    version,
    addPath: (afi, safi) => pathIds.get(`${afi}-${safi}`)?.has(true) ?? false,
  });
  return { ...frame, bytes };
}

/** By family whether routes have path identifiers. */
function pathIdsOf(message: BmpMessage): Map<string, Set<boolean>> {
  const kinds = new Map<string, Set<boolean>>();
  const updates = message.type === 'route-monitoring' ? message.updates : [];
  for (const { family, routes } of updates.flatMap(({ announced, withdrawn }) => [...announced, ...withdrawn])) {
    const key = `${family.afi}-${family.safi}`;
    const known = kinds.get(key) ?? new Set();
    for (const { pathId } of routes) known.add(pathId !== null);
    kinds.set(key, known);
  }
  return kinds;
}
