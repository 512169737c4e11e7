import type { PbfReader, PbfWriter } from 'pbf';
import type { StreamEvent } from '../record.ts';
import type { EventCodec, EventCodecs, EventKind, EventToWrite, EventToWriteOf } from './event-codec.ts';
import { peerEvents } from './peer-events.ts';
import { routeEvents } from './route-events.ts';
import { sessionEvents } from './session-events.ts';
import { type Field, readMessage, wire } from './wire.ts';

/** Every member of `oneof body`: one more kind of event is one entry in the file of its kind. */
const codecs: EventCodecs<EventKind> = { ...sessionEvents, ...peerEvents, ...routeEvents };

// Object.keys() knows no key type; the table above is what makes it complete.
const eventKinds = Object.keys(codecs) as EventKind[];

/** The member of `oneof body`, with its tag. */
export const writeBody = (event: EventToWrite, pbf: PbfWriter): void => writeBodyOf(event.kind, event, pbf);

function writeBodyOf<Kind extends EventKind>(kind: Kind, event: EventToWriteOf<Kind>, pbf: PbfWriter): void {
  const codec: EventCodec<Kind> = codecs[kind];
  pbf.writeMessage(codec.field, codec.write, event);
}

type SetEvent<Message> = (message: Message, event: StreamEvent) => void;

/** What reads each member of `oneof body`, by field number. */
export function bodyFields<Message>(set: SetEvent<Message>): Record<number, Field<Message>> {
  const fields: Record<number, Field<Message>> = {};
  for (const kind of eventKinds) fields[codecs[kind].field] = bodyField(kind, set);
  return fields;
}

function bodyField<Message, Kind extends EventKind>(kind: Kind, set: SetEvent<Message>): Field<Message> {
  const codec: EventCodec<Kind> = codecs[kind];
  const read = (pbf: PbfReader, end: number): StreamEvent => readMessage(pbf, end, codec.fields, codec.empty());
  return { wire: wire.bytes, read: (message, pbf, end) => set(message, read(pbf, end)) };
}
