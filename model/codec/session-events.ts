import type { PbfWriter } from 'pbf';
import { countersFields, writeCounters } from './counters.ts';
import {
  type EventCodecs,
  type EventOf,
  informationField,
  reasonField,
  sysDescrField,
  sysNameField,
  unset,
} from './event-codec.ts';
import {
  type Field,
  fieldsOf,
  names,
  number,
  octets,
  text,
  writeNumber,
  writeOctets,
  writeOptionalNumber,
  writeOptionalText,
  writeText,
  writeTexts,
} from './wire.ts';

const identities = names('identity', {
  1: 'mapped',
  2: 'sys-name',
  3: 'generic-sys-name',
  4: 'duplicate-sys-name',
  5: 'no-sys-name',
  6: 'certificate',
});

type Conclusion = Pick<EventOf<'session-stale'>, 'reason' | 'afterSeq'>;

function writeConclusion({ reason, afterSeq }: Conclusion, pbf: PbfWriter): void {
  writeText(pbf, 1, reason);
  writeNumber(pbf, 2, afterSeq);
}

const afterSeqField = () =>
  number<Conclusion>((event, value) => {
    event.afterSeq = value;
  });

/** Events of the connection itself. */
export const sessionEvents: EventCodecs<
  | 'session-open'
  | 'session-lost'
  | 'session-stale'
  | 'session-expired'
  | 'rules-changed'
  | 'held-down'
  | 'heartbeat'
  | 'initiation'
  | 'undecodable'
> = {
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
      partitions: 1,
      identity: 'sys-name',
      certificateName: null,
      unlisted: false,
    }),
    write: (event, pbf) => {
      writeText(pbf, 1, event.source);
      writeOptionalText(pbf, 2, event.sysName);
      writeOptionalText(pbf, 3, event.sysDescr);
      writeTexts(pbf, 4, event.information);
      writeOptionalText(pbf, 5, event.bgpId);
      pbf.writeVarintField(6, identities.numberOf(event.identity));
      writeNumber(pbf, 7, event.sourcePort);
      if (event.partitions > 1) writeNumber(pbf, 8, event.partitions);
      writeOptionalText(pbf, 9, event.certificateName);
      if (event.unlisted) writeNumber(pbf, 10, 1);
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
      8: number((event, value) => {
        event.partitions = value;
      }),
      9: text((event, value) => {
        event.certificateName = value;
      }),
      10: number((event, value) => {
        event.unlisted = value !== 0;
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
  'session-stale': {
    field: 14,
    empty: () => ({ ...unset, kind: 'session-stale', reason: '', afterSeq: 0 }),
    write: writeConclusion,
    fields: fieldsOf({ 1: reasonField(), 2: afterSeqField() }),
  },
  'session-expired': {
    field: 15,
    empty: () => ({ ...unset, kind: 'session-expired', reason: '', afterSeq: 0 }),
    write: writeConclusion,
    fields: fieldsOf({ 1: reasonField(), 2: afterSeqField() }),
  },
  'rules-changed': {
    field: 16,
    empty: () => ({ ...unset, kind: 'rules-changed', version: 0 }),
    write: (event, pbf) => writeNumber(pbf, 1, event.version),
    fields: fieldsOf({
      1: number((event, value) => {
        event.version = value;
      }),
    }),
  },
  'held-down': {
    field: 17,
    empty: () => ({ ...unset, kind: 'held-down', reason: '', until: 0 }),
    write: (event, pbf) => {
      writeText(pbf, 1, event.reason);
      writeNumber(pbf, 2, event.until);
    },
    fields: fieldsOf({
      1: reasonField(),
      2: number((event, value) => {
        event.until = value;
      }),
    }),
  },
  heartbeat: {
    field: 4,
    empty: () => ({
      ...unset,
      kind: 'heartbeat',
      counters: { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 },
      lastPeerUpAt: null,
    }),
    write: (event, pbf) => {
      writeCounters(event.counters, pbf);
      writeOptionalNumber(pbf, 6, event.lastPeerUpAt);
    },
    fields: Object.assign(
      countersFields.map(
        (field): Field<EventOf<'heartbeat'>> | undefined =>
          field && { wire: field.wire, read: (event, pbf, end) => field.read(event.counters, pbf, end) },
      ),
      fieldsOf<EventOf<'heartbeat'>>({
        6: number((event, value) => {
          event.lastPeerUpAt = value;
        }),
      }),
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
