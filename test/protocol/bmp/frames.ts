import { BmpDecoder, type DecodedMessage } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';

/** All whole frames of a stream. */
export function framesOf(stream: Uint8Array): { frames: Frame[]; left: number } {
  const framer = new Framer();
  framer.push(stream);
  const frames: Frame[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  return { frames, left: framer.buffered };
}

/** All whole messages of a stream, decoded as one connection. */
export function messagesOf(stream: Uint8Array): DecodedMessage[] {
  const decoder = new BmpDecoder();
  return framesOf(stream).frames.map((frame) => decoder.decode(frame));
}

/** How often each reason is among the issues of the messages. */
export function reasonsIn(stream: Uint8Array): Record<string, number> {
  const issues = messagesOf(stream).flatMap((decoded) => (decoded.message === null ? [] : decoded.issues));
  const byReason = Map.groupBy(issues, ({ reason }) => reason);
  return Object.fromEntries([...byReason].map(([reason, all]) => [reason, all.length]));
}
