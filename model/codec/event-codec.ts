import type { PbfWriter } from 'pbf';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { StreamEvent } from '../record.ts';
import type { RoutesToWrite } from './routes.ts';
import { type Field, type Fields, number, text } from './wire.ts';

/** How the events of a record are written and read, and the fields that several of them have. */

export type EventKind = StreamEvent['kind'];

export type EventOf<Kind extends EventKind> = Extract<StreamEvent, { kind: Kind }>;

/** Plain prefixes can be given as the octets that a record holds of them (PackedPrefixes), which spares making objects. */
type Writable<Event> = Event extends { routes: Nlri[] } ? Omit<Event, 'routes'> & { routes: RoutesToWrite } : Event;

export type EventToWrite = Writable<StreamEvent>;

export type EventToWriteOf<Kind extends EventKind> = Extract<EventToWrite, { kind: Kind }>;

/** One member of `oneof body` in message Event. */
export interface EventCodec<Kind extends EventKind> {
  field: number;
  empty(): EventOf<Kind>;
  write(event: EventToWriteOf<Kind>, pbf: PbfWriter): void;
  fields: Fields<EventOf<Kind>>;
}

/** The codecs of some kinds, by kind. */
export type EventCodecs<Kinds extends EventKind> = { [Kind in Kinds]: EventCodec<Kind> };

export const unset = { seq: 0, receivedAt: 0 };

export const peerField = <Message extends { peer: number }>(): Field<Message> =>
  number((event, value) => {
    event.peer = value;
  });

export const feedField = <Message extends { feed: number }>(): Field<Message> =>
  number((event, value) => {
    event.feed = value;
  });

export const routerTimeField = <Message extends { routerTime: number }>(): Field<Message> =>
  number((event, value) => {
    event.routerTime = value;
  });

export const sysNameField = <Message extends { sysName: string | null }>(): Field<Message> =>
  text((event, value) => {
    event.sysName = value;
  });

export const sysDescrField = <Message extends { sysDescr: string | null }>(): Field<Message> =>
  text((event, value) => {
    event.sysDescr = value;
  });

export const reasonField = <Message extends { reason: string }>(): Field<Message> =>
  text((event, value) => {
    event.reason = value;
  });

export const informationField = <Message extends { information: string[] }>(): Field<Message> =>
  text((event, value) => event.information.push(value));
