import { Writer } from '../bytes/writer.ts';
import { EncodeError } from '../errors.ts';
import { type BmpMessage, messageOfType } from './messages/index.ts';
import type { BmpEncodeContext } from './messages/message.ts';

const plain: BmpEncodeContext = { version: 3, addPath: () => false };

/** The whole message with its common header, RFC 7854 §4.1; throws EncodeError. AS numbers are as wide as the A flag of its peer says. */
export function encodeBmpMessage(message: BmpMessage, context: Partial<BmpEncodeContext> = {}): Uint8Array {
  const { version, addPath } = { ...plain, ...context };
  const writer = new Writer();
  const length = writer.u8(version).fork(4);
  if (message.type === 'unknown') writer.u8(message.code).bytes(message.data);
  else encodeKnown(writer, message, { version, addPath });
  return writer.patch(length, 4, writer.length).finish();
}

function encodeKnown(writer: Writer, message: BmpMessage, context: BmpEncodeContext): void {
  const definition = messageOfType(message.type);
  if (definition === undefined) throw new EncodeError(`no message type ${message.type}`);
  writer.u8(definition.code);
  definition.encode(writer, message, context);
}
