import { describe, expect, it } from 'vitest';
import { addMessage } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import type { StreamRecord } from '#model/record.ts';
import { decodeRecord } from '#model/record-codec.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { notificationOf } from '#protocol/bgp/notification.ts';
import { emptyUpdate } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { counterOf } from '#protocol/bmp/messages/01-statistics-report.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { informationTypes, type RawTlv, textTlv } from '#protocol/bmp/tlv.ts';
import { open, peer } from '#test/fixtures/vectors/messages/parts.ts';
import { prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { messagesOf } from '#test/protocol/bmp/frames.ts';

/** The one record that a message becomes. */
function recordOf(message: BmpMessage): StreamRecord {
  const records: Uint8Array[] = [];
  const builder = new RecordBuilder({
    header: { routerId: 'nj01emd', session: 1, collectorId: 'collector-a' },
    maxBytes: 200_000,
    emit: (record) => records.push(record),
  });
  addMessage(builder, message, { offset: 0, receivedAt: 1 });
  builder.flush();
  const [record = new Uint8Array()] = records;
  return decodeRecord(record);
}

const eventOf = (message: BmpMessage) => recordOf(message).events[0];

describe('Route Monitoring of version 4', () => {
  const routes = ['10.0.0.0/8', '11.0.0.0/8', '12.0.0.0/8'].map(prefixRoute);
  const announced = [{ family: ipv4Unicast, nextHop: '10.0.0.1', linkLocalNextHop: null, routes }];
  const update = { ...emptyUpdate(), announced, attributes: { origin: 'igp' as const, asPath: [], unknown: [] } };

  const recordWith = (...tlvs: RawTlv[]): StreamRecord => {
    const plain = encodeBmpMessage({ type: 'route-monitoring', peer, updates: [update], tlvs: [] }, { version: 4 });
    const message = messagesOf(plain)[0]?.message;
    if (message?.type !== 'route-monitoring') throw new Error('no Route Monitoring');
    return recordOf({ ...message, tlvs: [...message.tlvs, ...tlvs] });
  };

  it('tells apart the routes of an UPDATE that are marked differently', () => {
    const { attributeSets, events } = recordWith(
      { type: 5, index: 1, value: octets('00000002') },
      { type: 5, index: 3, value: octets('00000004', '0003') },
    );
    const told = events.map((event) => {
      if (event.kind !== 'announce') throw new Error(event.kind);
      return [event.routes.map(ipv4Unicast.format), attributeSets[event.attributeSet]?.pathStatus];
    });
    expect(told).toEqual([
      [['10.0.0.0/8'], { status: 2, reasons: [] }],
      [['11.0.0.0/8'], null],
      [['12.0.0.0/8'], { status: 4, reasons: [3] }],
    ]);
  });

  it('gives the table that it speaks of to the feed', () => {
    const feed = { peer: 0, view: 'adj-rib-in-pre', afi: 1, safi: 1 };
    expect(recordWith({ type: 5, index: 0, value: octets('726564') }).feeds).toEqual([{ ...feed, table: 'red' }]);
    expect(recordWith().feeds).toEqual([feed]);
  });
});

describe('what no field is for is carried as octets', () => {
  it('of statistics', () => {
    const raw = octets('010203');
    const odd = { type: 65531, name: 'type-65531', afi: null, safi: null, value: null, raw };
    expect(eventOf({ type: 'statistics-report', peer, counters: [counterOf(0, 7), odd] })).toMatchObject({
      counters: [{ type: 0, value: 7n }],
      unread: [{ type: 65531, value: raw }],
    });
  });

  it('of a Peer Down', () => {
    const tlvs = [textTlv(informationTypes.adminLabel, 'abc')];
    const notification = notificationOf(4, 0, octets());
    const common = { type: 'peer-down' as const, peer, fsmEventCode: null, data: octets() };
    expect(eventOf({ ...common, reason: 3, notification, tlvs })).toMatchObject({
      notification: { code: 4 },
      tlvs: [{ type: 4, value: octets('616263') }],
    });
    expect(eventOf({ ...common, reason: 200, notification: null, tlvs: [], data: octets('beef') })).toMatchObject({
      data: octets('beef'),
    });
  });

  it('of a Peer Up, in bounds', () => {
    const { string, adminLabel, tableName } = informationTypes;
    const long = { type: 99, value: new Uint8Array(4080), text: null };
    const tlvs = [textTlv(string, 'sc1'), textTlv(tableName, 'red'), textTlv(adminLabel, 'abc'), long, long];
    const session = { localAddress: '192.168.1.1', localPort: 179, remotePort: 1, sentOpen: open, receivedOpen: open };
    const event = eventOf({ type: 'peer-up', peer, ...session, tlvs });
    expect(event).toMatchObject({ information: ['sc1'], table: 'red' });
    expect(event?.kind === 'peer-up' && event.tlvs).toEqual([
      { type: adminLabel, value: octets('616263') },
      { type: 99, value: long.value },
    ]);
  });
});
