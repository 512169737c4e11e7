import type { Reader } from '../bytes/reader.ts';
import { Writer } from '../bytes/writer.ts';
import { EncodeError } from '../errors.ts';
import type { BgpContext, DecodeContext } from './context.ts';
import { readBgpMessage, writeBgpMessage } from './message.ts';
import { decodeNotification, encodeNotification } from './notification.ts';
import { decodeOpen, encodeOpen } from './open.ts';
import { decodeRouteRefresh, encodeRouteRefresh } from './route-refresh.ts';
import { decodeUpdate, encodeUpdate } from './update.ts';

/** How the body of one BGP message type is read and written. */
interface BgpMessageDefinition<Type extends string, Value> {
  readonly code: number;
  readonly type: Type;
  /** The documents that define it, for the support table. */
  readonly reference: string;
  decode(body: Reader, context: DecodeContext): Value;
  encode(writer: Writer, value: Value, session: BgpContext): void;
}

const define = <const Type extends string, Value>(
  definition: BgpMessageDefinition<Type, Value>,
): BgpMessageDefinition<Type, Value> => Object.freeze(definition);

/** The table: IANA "BGP Message Types". */
export const bgpMessages = [
  define({
    code: 1,
    type: 'open',
    reference: 'RFC 4271, RFC 5492, RFC 9072',
    decode: (body, { issues }) => decodeOpen(body, issues),
    encode: encodeOpen,
  }),
  define({
    code: 2,
    type: 'update',
    reference: 'RFC 4271, RFC 4760, RFC 7606',
    decode(body, { session, issues }) {
      const update = decodeUpdate(body, session);
      issues.push(...update.issues);
      return update;
    },
    encode(writer, update, session) {
      writer.bytes(encodeUpdate(update, session));
    },
  }),
  define({
    code: 3,
    type: 'notification',
    reference: 'RFC 4271, RFC 4486, RFC 8538, RFC 9003',
    decode: decodeNotification,
    encode: encodeNotification,
  }),
  define({ code: 4, type: 'keepalive', reference: 'RFC 4271', decode: () => null, encode: () => {} }),
  define({
    code: 5,
    type: 'route-refresh',
    reference: 'RFC 2918, RFC 5291, RFC 7313',
    decode: decodeRouteRefresh,
    encode: encodeRouteRefresh,
  }),
] as const;

type ValueOf<Entry> =
  Entry extends BgpMessageDefinition<infer Type, infer Value> ? { type: Type; value: Value } : never;

/** A message of the table, or of any other type. */
export type BgpMessage = ValueOf<(typeof bgpMessages)[number]> | { type: 'unknown'; code: number; value: Uint8Array };

type AnyDefinition = BgpMessageDefinition<string, unknown>;

const byCode = new Map<number, AnyDefinition>(bgpMessages.map((entry) => [entry.code, entry]));
const byType = new Map<string, AnyDefinition>(bgpMessages.map((entry) => [entry.type, entry]));

/** A whole message with its header, whatever its type. */
export function decodeBgpMessage(reader: Reader, context: DecodeContext): BgpMessage {
  const { type: code, body } = readBgpMessage(reader);
  const definition = byCode.get(code);
  if (definition === undefined) return { type: 'unknown', code, value: body.rest() };
  const value = definition.decode(body, context);
  body.expectEnd();
  return { type: definition.type, value } as BgpMessage;
}

export function encodeBgpMessage(writer: Writer, message: BgpMessage, session: BgpContext): void {
  if (message.type === 'unknown') {
    writeBgpMessage(writer, message.code, message.value);
    return;
  }
  const definition = byType.get(message.type);
  if (definition === undefined) throw new EncodeError(`no BGP message type ${message.type}`);
  const body = new Writer();
  definition.encode(body, message.value, session);
  writeBgpMessage(writer, definition.code, body.finish());
}
