import type { PbfReader, PbfWriter } from 'pbf';
import type { OpenSummary, SessionCounters, StreamEvent } from '../record.ts';
import { routesField, writeRoutes } from './routes.ts';
import {
  embedded,
  type Field,
  type Fields,
  fieldsOf,
  names,
  number,
  numbers,
  octets,
  readMessage,
  text,
  unsigned64,
  wire,
  writeNumber,
  writeOctets,
  writeOptionalNumber,
  writeOptionalText,
  writeText,
  writeTexts,
  writeUnsigned64,
} from './wire.ts';

export type EventKind = StreamEvent['kind'];

type EventOf<Kind extends EventKind> = Extract<StreamEvent, { kind: Kind }>;

/** One member of `oneof body` in message Event. */
interface EventCodec<Kind extends EventKind> {
  field: number;
  empty(): EventOf<Kind>;
  write(event: EventOf<Kind>, pbf: PbfWriter): void;
  fields: Fields<EventOf<Kind>>;
}

type EventCodecs = { [Kind in EventKind]: EventCodec<Kind> };

const unset = { seq: 0, receivedAt: 0 };

const identities = names('identity', {
  1: 'mapped',
  2: 'sys-name',
  3: 'generic-sys-name',
  4: 'duplicate-sys-name',
  5: 'no-sys-name',
});

interface Count {
  name: string;
  value: number;
}

const countFields = fieldsOf<Count>({
  1: text((count, value) => {
    count.name = value;
  }),
  2: number((count, value) => {
    count.value = value;
  }),
});

const countsField = (of: (counters: SessionCounters) => Record<string, number>): Field<SessionCounters> =>
  embedded(
    countFields,
    () => ({ name: '', value: 0 }),
    (counters, { name, value }) => {
      of(counters)[name] = value;
    },
  );

const countersFields = fieldsOf<SessionCounters>({
  1: countsField(({ messages }) => messages),
  2: number((counters, value) => {
    counters.bytes = value;
  }),
  3: number((counters, value) => {
    counters.announced = value;
  }),
  4: number((counters, value) => {
    counters.withdrawn = value;
  }),
  5: countsField(({ messageBytes }) => messageBytes),
});

function writeCount(count: Count, pbf: PbfWriter): void {
  writeText(pbf, 1, count.name);
  writeNumber(pbf, 2, count.value);
}

function writeCounts(field: number, counts: Record<string, number>, pbf: PbfWriter): void {
  for (const [name, value] of Object.entries(counts)) pbf.writeMessage(field, writeCount, { name, value });
}

function writeCounters(counters: SessionCounters, pbf: PbfWriter): void {
  writeCounts(1, counters.messages, pbf);
  writeNumber(pbf, 2, counters.bytes);
  writeNumber(pbf, 3, counters.announced);
  writeNumber(pbf, 4, counters.withdrawn);
  writeCounts(5, counters.messageBytes, pbf);
}

type Capability = OpenSummary['capabilities'][number];

const capabilityFields = fieldsOf<Capability>({
  1: number((capability, value) => {
    capability.code = value;
  }),
  2: octets((capability, value) => {
    capability.value = value;
  }),
});

function writeCapability(capability: Capability, pbf: PbfWriter): void {
  writeNumber(pbf, 1, capability.code);
  writeOctets(pbf, 2, capability.value);
}

const openFields = fieldsOf<OpenSummary>({
  1: number((open, value) => {
    open.asn = value;
  }),
  2: text((open, value) => {
    open.bgpId = value;
  }),
  3: number((open, value) => {
    open.holdTime = value;
  }),
  4: embedded(
    capabilityFields,
    () => ({ code: 0, value: new Uint8Array() }),
    (open, value) => open.capabilities.push(value),
  ),
});

const emptyOpen = (): OpenSummary => ({ asn: 0, bgpId: '', holdTime: 0, capabilities: [] });

function writeOpen(open: OpenSummary, pbf: PbfWriter): void {
  writeNumber(pbf, 1, open.asn);
  writeText(pbf, 2, open.bgpId);
  writeNumber(pbf, 3, open.holdTime);
  for (const capability of open.capabilities) pbf.writeMessage(4, writeCapability, capability);
}

type Notification = NonNullable<EventOf<'peer-down'>['notification']>;

const notificationFields = fieldsOf<Notification>({
  1: number((notification, value) => {
    notification.code = value;
  }),
  2: number((notification, value) => {
    notification.subcode = value;
  }),
  3: octets((notification, value) => {
    notification.data = value;
  }),
});

function writeNotification(notification: Notification, pbf: PbfWriter): void {
  writeNumber(pbf, 1, notification.code);
  writeNumber(pbf, 2, notification.subcode);
  writeOctets(pbf, 3, notification.data);
}

type Statistic = EventOf<'statistics'>['counters'][number];

const statisticFields = fieldsOf<Statistic>({
  1: number((statistic, value) => {
    statistic.type = value;
  }),
  2: number((statistic, value) => {
    statistic.afi = value;
  }),
  3: number((statistic, value) => {
    statistic.safi = value;
  }),
  4: unsigned64((statistic, value) => {
    statistic.value = value;
  }),
});

function writeStatistic(statistic: Statistic, pbf: PbfWriter): void {
  writeNumber(pbf, 1, statistic.type);
  writeNumber(pbf, 2, statistic.afi);
  writeNumber(pbf, 3, statistic.safi);
  writeUnsigned64(pbf, 4, statistic.value);
}

const peerField = <Message extends { peer: number }>(): Field<Message> =>
  number((event, value) => {
    event.peer = value;
  });

const feedField = <Message extends { feed: number }>(): Field<Message> =>
  number((event, value) => {
    event.feed = value;
  });

const routerTimeField = <Message extends { routerTime: number }>(): Field<Message> =>
  number((event, value) => {
    event.routerTime = value;
  });

const sysNameField = <Message extends { sysName: string | null }>(): Field<Message> =>
  text((event, value) => {
    event.sysName = value;
  });

const sysDescrField = <Message extends { sysDescr: string | null }>(): Field<Message> =>
  text((event, value) => {
    event.sysDescr = value;
  });

const reasonField = <Message extends { reason: string }>(): Field<Message> =>
  text((event, value) => {
    event.reason = value;
  });

const informationField = <Message extends { information: string[] }>(): Field<Message> =>
  text((event, value) => event.information.push(value));

const codecs: EventCodecs = {
  'session-open': {
    field: 2,
    empty: () => ({
      ...unset,
      kind: 'session-open',
      source: '',
      sourcePort: 0,
      sysName: null,
      sysDescr: null,
      information: [],
      bgpId: null,
      identity: 'sys-name',
    }),
    write: (event, pbf) => {
      writeText(pbf, 1, event.source);
      writeOptionalText(pbf, 2, event.sysName);
      writeOptionalText(pbf, 3, event.sysDescr);
      writeTexts(pbf, 4, event.information);
      writeOptionalText(pbf, 5, event.bgpId);
      pbf.writeVarintField(6, identities.numberOf(event.identity));
      writeNumber(pbf, 7, event.sourcePort);
    },
    fields: fieldsOf({
      1: text((event, value) => {
        event.source = value;
      }),
      2: sysNameField(),
      3: sysDescrField(),
      4: informationField(),
      5: text((event, value) => {
        event.bgpId = value;
      }),
      6: identities.field((event, value) => {
        event.identity = value;
      }),
      7: number((event, value) => {
        event.sourcePort = value;
      }),
    }),
  },
  'session-lost': {
    field: 3,
    empty: () => ({ ...unset, kind: 'session-lost', reason: '', terminationReason: null }),
    write: (event, pbf) => {
      writeText(pbf, 1, event.reason);
      writeOptionalNumber(pbf, 2, event.terminationReason);
    },
    fields: fieldsOf({
      1: reasonField(),
      2: number((event, value) => {
        event.terminationReason = value;
      }),
    }),
  },
  heartbeat: {
    field: 4,
    empty: () => ({
      ...unset,
      kind: 'heartbeat',
      counters: { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 },
    }),
    write: (event, pbf) => writeCounters(event.counters, pbf),
    fields: countersFields.map(
      (field): Field<EventOf<'heartbeat'>> | undefined =>
        field && { wire: field.wire, read: (event, pbf, end) => field.read(event.counters, pbf, end) },
    ),
  },
  initiation: {
    field: 5,
    empty: () => ({ ...unset, kind: 'initiation', sysName: null, sysDescr: null, information: [] }),
    write: (event, pbf) => {
      writeOptionalText(pbf, 1, event.sysName);
      writeOptionalText(pbf, 2, event.sysDescr);
      writeTexts(pbf, 3, event.information);
    },
    fields: fieldsOf({ 1: sysNameField(), 2: sysDescrField(), 3: informationField() }),
  },
  'peer-up': {
    field: 6,
    empty: () => ({
      ...unset,
      kind: 'peer-up',
      peer: 0,
      routerTime: 0,
      localAddress: '',
      localPort: 0,
      remotePort: 0,
      sentOpen: null,
      receivedOpen: null,
      information: [],
      table: null,
    }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      writeNumber(pbf, 2, event.routerTime);
      writeText(pbf, 3, event.localAddress);
      writeNumber(pbf, 4, event.localPort);
      writeNumber(pbf, 5, event.remotePort);
      if (event.sentOpen !== null) pbf.writeMessage(6, writeOpen, event.sentOpen);
      if (event.receivedOpen !== null) pbf.writeMessage(7, writeOpen, event.receivedOpen);
      writeTexts(pbf, 8, event.information);
      writeOptionalText(pbf, 9, event.table);
    },
    fields: fieldsOf({
      1: peerField(),
      2: routerTimeField(),
      3: text((event, value) => {
        event.localAddress = value;
      }),
      4: number((event, value) => {
        event.localPort = value;
      }),
      5: number((event, value) => {
        event.remotePort = value;
      }),
      6: embedded(openFields, emptyOpen, (event, value) => {
        event.sentOpen = value;
      }),
      7: embedded(openFields, emptyOpen, (event, value) => {
        event.receivedOpen = value;
      }),
      8: informationField(),
      9: text((event, value) => {
        event.table = value;
      }),
    }),
  },
  'peer-down': {
    field: 7,
    empty: () => ({
      ...unset,
      kind: 'peer-down',
      peer: 0,
      routerTime: 0,
      reason: 0,
      notification: null,
      fsmEventCode: null,
    }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      writeNumber(pbf, 2, event.routerTime);
      writeNumber(pbf, 3, event.reason);
      if (event.notification !== null) pbf.writeMessage(4, writeNotification, event.notification);
      writeOptionalNumber(pbf, 5, event.fsmEventCode);
    },
    fields: fieldsOf({
      1: peerField(),
      2: routerTimeField(),
      3: number((event, value) => {
        event.reason = value;
      }),
      4: embedded(
        notificationFields,
        () => ({ code: 0, subcode: 0, data: new Uint8Array() }),
        (event, value) => {
          event.notification = value;
        },
      ),
      5: number((event, value) => {
        event.fsmEventCode = value;
      }),
    }),
  },
  statistics: {
    field: 8,
    empty: () => ({ ...unset, kind: 'statistics', peer: 0, counters: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      for (const counter of event.counters) pbf.writeMessage(2, writeStatistic, counter);
    },
    fields: fieldsOf({
      1: peerField(),
      2: embedded(
        statisticFields,
        () => ({ type: 0, afi: 0, safi: 0, value: 0n }),
        (event, value) => event.counters.push(value),
      ),
    }),
  },
  'end-of-rib': {
    field: 9,
    empty: () => ({ ...unset, kind: 'end-of-rib', feed: 0 }),
    write: (event, pbf) => writeNumber(pbf, 1, event.feed),
    fields: fieldsOf({ 1: feedField() }),
  },
  announce: {
    field: 10,
    empty: () => ({ ...unset, kind: 'announce', feed: 0, routerTime: 0, attributeSet: 0, routes: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.feed);
      writeNumber(pbf, 2, event.routerTime);
      writeNumber(pbf, 3, event.attributeSet);
      pbf.writeMessage(4, writeRoutes, event.routes);
    },
    fields: fieldsOf({
      1: feedField(),
      2: routerTimeField(),
      3: number((event, value) => {
        event.attributeSet = value;
      }),
      4: routesField((event, value) => {
        event.routes = value;
      }),
    }),
  },
  withdraw: {
    field: 11,
    empty: () => ({ ...unset, kind: 'withdraw', feed: 0, routerTime: 0, routes: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.feed);
      writeNumber(pbf, 2, event.routerTime);
      pbf.writeMessage(3, writeRoutes, event.routes);
    },
    fields: fieldsOf({
      1: feedField(),
      2: routerTimeField(),
      3: routesField((event, value) => {
        event.routes = value;
      }),
    }),
  },
  mirroring: {
    field: 12,
    empty: () => ({ ...unset, kind: 'mirroring', peer: 0, messages: [], informationCodes: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      for (const message of event.messages) pbf.writeBytesField(2, message);
      pbf.writePackedVarint(3, event.informationCodes);
    },
    fields: fieldsOf({
      1: peerField(),
      2: octets((event, value) => event.messages.push(value)),
      3: numbers((event) => event.informationCodes),
    }),
  },
  'session-stale': {
    field: 14,
    empty: () => ({ ...unset, kind: 'session-stale', reason: '' }),
    write: (event, pbf) => writeText(pbf, 1, event.reason),
    fields: fieldsOf({ 1: reasonField() }),
  },
  'session-expired': {
    field: 15,
    empty: () => ({ ...unset, kind: 'session-expired', reason: '' }),
    write: (event, pbf) => writeText(pbf, 1, event.reason),
    fields: fieldsOf({ 1: reasonField() }),
  },
  undecodable: {
    field: 13,
    empty: () => ({ ...unset, kind: 'undecodable', messageType: 0, reason: '', offset: 0, bytes: new Uint8Array() }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.messageType);
      writeText(pbf, 2, event.reason);
      writeNumber(pbf, 3, event.offset);
      writeOctets(pbf, 4, event.bytes);
    },
    fields: fieldsOf({
      1: number((event, value) => {
        event.messageType = value;
      }),
      2: text((event, value) => {
        event.reason = value;
      }),
      3: number((event, value) => {
        event.offset = value;
      }),
      4: octets((event, value) => {
        event.bytes = value;
      }),
    }),
  },
};

// Object.keys() knows no key type; the table above is what makes it complete.
const eventKinds = Object.keys(codecs) as EventKind[];

/** The member of `oneof body`, with its tag. */
export const writeBody = (event: StreamEvent, pbf: PbfWriter): void => writeBodyOf(event.kind, event, pbf);

function writeBodyOf<Kind extends EventKind>(kind: Kind, event: EventOf<Kind>, pbf: PbfWriter): void {
  const codec: EventCodecs[Kind] = codecs[kind];
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
  const codec: EventCodecs[Kind] = codecs[kind];
  const read = (pbf: PbfReader, end: number): StreamEvent => readMessage(pbf, end, codec.fields, codec.empty());
  return { wire: wire.bytes, read: (message, pbf, end) => set(message, read(pbf, end)) };
}
