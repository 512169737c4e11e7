import type { BgpContext, Issue } from '../../bgp/context.ts';
import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import type { PeerTable } from '../peer-table.ts';

export interface BmpDecodeContext {
  version: 3 | 4;
  peers: PeerTable;
  issues: Issue[];
}

export interface BmpEncodeContext {
  version: 3 | 4;
  /** Families whose NLRI carry path identifiers. */
  addPath: BgpContext['addPath'];
}

/** How one BMP message type is read and written, behind the common header. */
export interface MessageDefinition<Type extends string, Message extends { type: Type }> {
  readonly code: number;
  readonly type: Type;
  /** The documents that define it, for the support table. */
  readonly reference: string;
  /** Reads the whole body; throws DecodeError. */
  decode(reader: Reader, context: BmpDecodeContext): Message;
  encode(writer: Writer, message: Message, context: BmpEncodeContext): void;
}

export function defineMessage<const Type extends string, Message extends { type: Type }>(
  definition: MessageDefinition<Type, Message>,
): MessageDefinition<Type, Message> {
  return Object.freeze(definition);
}
