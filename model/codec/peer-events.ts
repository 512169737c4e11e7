import type { PbfWriter } from 'pbf';
import { type EventCodecs, type EventOf, informationField, peerField, routerTimeField, unset } from './event-codec.ts';
import { emptyOpen, openFields, writeOpen } from './open-summary.ts';
import { tlvsField, writeTlvs } from './tlv.ts';
import {
  embedded,
  fieldsOf,
  number,
  numbers,
  octets,
  text,
  unsigned64,
  writeNumber,
  writeOctets,
  writeOptionalNumber,
  writeOptionalText,
  writeText,
  writeTexts,
  writeUnsigned64,
} from './wire.ts';

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

/** Events of a peer. */
export const peerEvents: EventCodecs<'peer-up' | 'peer-down' | 'statistics' | 'mirroring'> = {
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
      tlvs: [],
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
      writeTlvs(pbf, 10, event.tlvs);
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
      10: tlvsField(({ tlvs }) => tlvs),
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
      tlvs: [],
      data: new Uint8Array(),
    }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      writeNumber(pbf, 2, event.routerTime);
      writeNumber(pbf, 3, event.reason);
      if (event.notification !== null) pbf.writeMessage(4, writeNotification, event.notification);
      writeOptionalNumber(pbf, 5, event.fsmEventCode);
      writeTlvs(pbf, 6, event.tlvs);
      writeOctets(pbf, 7, event.data);
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
      6: tlvsField(({ tlvs }) => tlvs),
      7: octets((event, value) => {
        event.data = value;
      }),
    }),
  },
  statistics: {
    field: 8,
    empty: () => ({ ...unset, kind: 'statistics', peer: 0, counters: [], unread: [] }),
    write: (event, pbf) => {
      writeNumber(pbf, 1, event.peer);
      for (const counter of event.counters) pbf.writeMessage(2, writeStatistic, counter);
      writeTlvs(pbf, 3, event.unread);
    },
    fields: fieldsOf({
      1: peerField(),
      2: embedded(
        statisticFields,
        () => ({ type: 0, afi: 0, safi: 0, value: 0n }),
        (event, value) => event.counters.push(value),
      ),
      3: tlvsField(({ unread }) => unread),
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
};
