import { describe, expect, it } from 'vitest';
import { messageToJson } from '#model/message-json.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { ipv6Unicast } from '#protocol/bgp/families/2-1-ipv6-unicast.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { messageVectors } from '#test/fixtures/vectors/messages/index.ts';
import type { MessageVector } from '#test/fixtures/vectors/messages/parts.ts';
import { opaqueRoute, prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { messagesOf } from '#test/protocol/bmp/frames.ts';

const peer = {
  type: 'global',
  distinguisher: '0:0',
  address: '192.168.1.2',
  asn: 65100,
  bgpId: '11.11.11.11',
  view: 'adj-rib-in-pre',
  time: '2023-11-14T22:13:20.250000Z',
  flags: 0,
};

function jsonOf(message: BmpMessage, version: 3 | 4 = 3): unknown {
  const [decoded] = messagesOf(encodeBmpMessage(message, { version }));
  return decoded && messageToJson(decoded);
}

function vectorNamed<Type extends BmpMessage['type']>(type: Type, name: string): BmpMessage {
  const vectors: readonly MessageVector<BmpMessage>[] = messageVectors[type].vectors;
  const vector = vectors.find((candidate) => candidate.name.startsWith(name));
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector.value;
}

function routeMonitoring(update: Partial<Update>): BmpMessage {
  const message = vectorNamed('route-monitoring', 'one UPDATE');
  return message.type === 'route-monitoring' ? { ...message, updates: [{ ...emptyUpdate(), ...update }] } : message;
}

describe('bmpaas decode', () => {
  it('route monitoring, with the next hop of each route', () => {
    const message = routeMonitoring({
      announced: [
        { family: ipv4Unicast, nextHop: '192.168.1.2', linkLocalNextHop: null, routes: [prefixRoute('11.11.11.1/32')] },
        {
          family: ipv6Unicast,
          nextHop: '2001:db8::1',
          linkLocalNextHop: 'fe80::1',
          routes: [prefixRoute('2001:db8::/32')],
        },
      ],
      withdrawn: [
        { family: familyOf(57, 65), nextHop: null, linkLocalNextHop: null, routes: [opaqueRoute(octets('0102'))] },
      ],
      attributes: {
        origin: 'igp',
        asPath: [{ type: 'sequence', asns: [65100] }],
        communities: [13979 * 65536 + 100],
        unknown: [],
      },
    });
    expect(jsonOf(message)).toEqual({
      offset: 0,
      length: 156,
      version: 3,
      type: 'route-monitoring',
      peer,
      announced: [
        {
          family: 'ipv4-unicast',
          prefix: '11.11.11.1/32',
          pathId: null,
          rd: null,
          labels: null,
          nextHop: '192.168.1.2',
        },
        {
          family: 'ipv6-unicast',
          prefix: '2001:db8::/32',
          pathId: null,
          rd: null,
          labels: null,
          nextHop: '2001:db8::1',
          linkLocalNextHop: 'fe80::1',
        },
      ],
      withdrawn: [{ family: '57-65', nlri: '0102', pathId: null, rd: null, labels: null }],
      attributes: { origin: 'igp', asPath: '65100', communities: ['13979:100'], nextHop: '192.168.1.2' },
      endOfRib: null,
      issues: [
        {
          code: null,
          reason: 'no Peer Up: whether there are path identifiers and label stacks is not known',
          outcome: 'note',
          offset: 6,
        },
      ],
    });
  });

  it('End-of-RIB', () => {
    expect(jsonOf(routeMonitoring({ endOfRib: ipv6Unicast }))).toMatchObject({
      announced: [],
      withdrawn: [],
      attributes: {},
      endOfRib: 'ipv6-unicast',
    });
  });

  it('two UPDATEs in one message: together, and each by itself', () => {
    expect(jsonOf(vectorNamed('route-monitoring', 'two BGP messages'))).toMatchObject({
      withdrawn: [{ prefix: '10.0.0.0/8' }, { prefix: '11.0.0.0/8' }],
      updates: [{ withdrawn: [{ prefix: '10.0.0.0/8' }] }, { withdrawn: [{ prefix: '11.0.0.0/8' }] }],
    });
  });

  it('peer up', () => {
    const open = {
      version: 4,
      asn: 65000,
      holdTime: 180,
      bgpId: '10.0.0.1',
      capabilities: [{ code: 2, name: 'route-refresh' }],
    };
    expect(jsonOf(vectorNamed('peer-up', 'IPv4'))).toMatchObject({
      type: 'peer-up',
      peer,
      localAddress: '192.168.1.1',
      localPort: 179,
      remotePort: 33333,
      sentOpen: open,
      receivedOpen: open,
      information: [{ type: 0, text: 'sc1' }],
    });
  });

  it('peer down', () => {
    expect(jsonOf(vectorNamed('peer-down', 'reason 2'))).toMatchObject({
      fsmEventCode: 24,
      fsmEventText: 'NotifMsgVerErr',
    });
    expect(jsonOf(vectorNamed('peer-down', 'reason 3'))).toMatchObject({
      reason: 3,
      reasonText: 'remote system closed, NOTIFICATION received',
      notification: { code: 4, subcode: 0, data: '', text: 'Hold Timer Expired' },
    });
  });

  it('a peer without a time has none', () => {
    expect(jsonOf(vectorNamed('peer-down', 'BGP identifier 0.0.0.0'))).toMatchObject({ peer: { time: null } });
  });

  it('statistics', () => {
    expect(jsonOf(vectorNamed('statistics-report', 'counter'))).toMatchObject({
      counters: [
        { type: 0, name: 'prefixes-rejected-by-inbound-policy', value: 7 },
        { type: 7, name: 'adj-rib-in-routes', value: 4294967296 },
        { type: 9, name: 'adj-rib-in-routes-per-family', family: 'ipv4-unicast', value: 2 },
      ],
    });
  });

  it('initiation, termination, mirroring and a type nobody knows', () => {
    expect(jsonOf(vectorNamed('initiation', 'sysDescr'))).toMatchObject({ sysName: 'nj01emd', sysDescr: ' 7.10.1' });
    expect(jsonOf(vectorNamed('termination', 'administratively'))).toMatchObject({
      reason: 0,
      reasonText: 'administratively closed',
    });
    expect(jsonOf(vectorNamed('route-mirroring', 'a BGP message'))).toMatchObject({
      tlvs: [
        { type: 0, name: 'bgp-message', message: { type: 'keepalive' } },
        { type: 1, name: 'information', code: 1, text: 'messages lost' },
      ],
    });
    expect(jsonOf(vectorNamed('unknown', 'a type'))).toMatchObject({ type: 'unknown', code: 7, data: 'beef' });
  });

  it('the messages that a router mirrors, and those that it could not read', () => {
    expect(jsonOf(vectorNamed('route-mirroring', 'a message of every type'))).toMatchObject({
      tlvs: [
        { message: { type: 'open', asn: 65000, capabilities: [{ name: 'route-refresh' }] } },
        { message: { type: 'update', withdrawn: [{ prefix: '10.0.0.0/8' }] } },
        { message: { type: 'keepalive' } },
        { message: { type: 'notification', text: 'Cease: Administrative Shutdown' } },
        { message: { type: 'route-refresh', family: 'ipv4-unicast', subtypeText: 'begin', outboundRouteFilters: '' } },
        { message: { type: 'unknown', code: 6, data: 'beef' } },
      ],
    });
    expect(jsonOf(vectorNamed('route-mirroring', 'an errored PDU'))).toMatchObject({
      tlvs: [
        { name: 'information', text: 'errored PDU' },
        {
          hex: 'ffffffffffffffffffffffffffffffff001302',
          message: { type: 'undecodable', reason: '2 octets wanted, 0 left' },
        },
      ],
    });
  });

  it('TLVs of version 4 by name, of an enterprise by its number', () => {
    expect(jsonOf(vectorNamed('route-monitoring', 'version 4: TLVs before and behind'), 4)).toMatchObject({
      withdrawn: [{ prefix: '10.0.0.0/8' }],
      tlvs: [
        { type: 1, name: 'sequence-number', index: 0, sequenceNumber: 42 },
        { type: 3, name: 'timestamp', index: 0, text: 'message export', seconds: 1700000000, microseconds: 250000 },
        { type: 4, name: 'group', index: 0x8001, indexes: [1, 2] },
        { type: 6, name: 'stateless-parsing', index: 0, code: 65, capability: 'four-octet-as' },
        { type: 5, name: 'table-name', index: 0, text: 'global' },
        { type: 2, name: 'extended-flags', index: 0, flags: '01' },
        { type: 1, enterprise: 2011, index: 0, hex: '2a' },
      ],
    });
    expect(jsonOf(vectorNamed('route-monitoring', 'version 4: the numbers of draft'), 4)).toMatchObject({
      tlvs: [
        { type: 3, name: 'table-name', text: 'global' },
        {
          type: 5,
          name: 'path-marking',
          index: 1,
          status: ['nonselected'],
          reasons: ['not-preferred-local-preference'],
        },
      ],
    });
    expect(jsonOf(vectorNamed('statistics-report', 'version 4: a Stats TLV'), 4)).toMatchObject({
      counters: [{ value: 7 }, { name: 'enterprise-2011-type-5', value: null, hex: '000007db01' }],
      tlvs: [{ type: 1, name: 'sequence-number', sequenceNumber: 42 }],
    });
  });

  it('an undecodable message', () => {
    const [decoded] = messagesOf(Uint8Array.of(3, 0, 0, 0, 7, 2, 9));
    expect(decoded && messageToJson(decoded)).toEqual({
      type: 'undecodable',
      reason: '34 octets wanted, 1 left',
      offset: 0,
      hex: '03000000070209',
      length: 7,
      version: 3,
      typeCode: 2,
      errorOffset: 6,
    });
  });
});
