import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainContext } from '#protocol/bgp/context.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { emptyUpdate, type Update } from '#protocol/bgp/update.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { markedSets } from '#protocol/bmp/marked-routes.ts';
import type { RouteMonitoring } from '#protocol/bmp/messages/index.ts';
import { pathStatusToJson } from '#protocol/bmp/path-marking.ts';
import { routeMonitoringTypes, statelessContext } from '#protocol/bmp/route-monitoring-tlvs.ts';
import type { RawTlv } from '#protocol/bmp/tlv.ts';
import { peer } from '#test/fixtures/vectors/messages/parts.ts';
import { prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { tcpStreams } from '../pcap.ts';
import { messagesOf } from './frames.ts';

const marker = 'ffffffffffffffffffffffffffffffff';

const announcing = (...prefixes: string[]): Update => ({
  ...emptyUpdate(),
  announced: [{ family: ipv4Unicast, nextHop: '10.0.0.1', linkLocalNextHop: null, routes: prefixes.map(prefixRoute) }],
  attributes: { origin: 'igp', asPath: [], unknown: [] },
});

function decoded(updates: Update[], tlvs: RawTlv[]): RouteMonitoring {
  const withMessages = messagesOf(
    encodeBmpMessage({ type: 'route-monitoring', peer, updates, tlvs: [] }, { version: 4 }),
  );
  const [first] = withMessages;
  if (first?.message?.type !== 'route-monitoring') throw new Error('no Route Monitoring');
  const bytes = encodeBmpMessage({ ...first.message, tlvs: [...first.message.tlvs, ...tlvs] }, { version: 4 });
  const message = messagesOf(bytes)[0]?.message;
  if (message?.type !== 'route-monitoring') throw new Error('no Route Monitoring');
  return message;
}

/** Prefixes and what they are marked with. */
function marks(updates: Update[], tlvs: RawTlv[]): Record<string, unknown> {
  const message = decoded(updates, tlvs);
  const sets = message.updates.flatMap((update) => markedSets(message, update));
  return Object.fromEntries(
    sets.map((set) => [
      set.routes.map((route) => set.family.format(route)).join(' '),
      set.pathStatus ? pathStatusToJson(set.pathStatus) : null,
    ]),
  );
}

const marking = (index: number, ...hex: string[]): RawTlv => ({ type: 5, index, value: octets(...hex) });
const groupOf = (index: number, ...hex: string[]): RawTlv => ({ type: 4, index, value: octets(...hex) });
const three = announcing('10.0.0.0/8', '11.0.0.0/8', '12.0.0.0/8');
const best = { status: ['best'], reasons: [] };

describe('path marking', () => {
  it('of all routes leaves the set as it is', () => {
    expect(marks([three], [marking(0, '00000002')])).toEqual({ '10.0.0.0/8 11.0.0.0/8 12.0.0.0/8': best });
  });

  it('of one route takes it out of its set', () => {
    expect(marks([three], [marking(2, '00000002')])).toEqual({ '10.0.0.0/8 12.0.0.0/8': null, '11.0.0.0/8': best });
  });

  it('of a group goes to its members, and together with other markings', () => {
    const tlvs = [groupOf(0x8001, '0001', '0003'), marking(0x8001, '00000004', '0004'), marking(3, '00001000', 'ffff')];
    expect(marks([three], tlvs)).toEqual({
      '10.0.0.0/8': { status: ['nonselected'], reasons: ['not-preferred-as-path-length'] },
      '11.0.0.0/8': null,
      '12.0.0.0/8': { status: ['nonselected', 'bit-12'], reasons: ['reason-65535', 'not-preferred-as-path-length'] },
    });
  });

  it('of all routes holds for the routes that are marked by themselves too', () => {
    expect(marks([three], [marking(0, '00000002'), marking(1, '00000008')])).toEqual({
      '10.0.0.0/8': { status: ['best', 'primary'], reasons: [] },
      '11.0.0.0/8 12.0.0.0/8': best,
    });
  });

  it('of an index or group that is not there is left out', () => {
    const tlvs = [marking(4, '00000002'), marking(0x8009, '00000002'), marking(1, '0000000200')];
    expect(marks([three], tlvs)).toEqual({ '10.0.0.0/8 11.0.0.0/8 12.0.0.0/8': null });
  });

  it('by index is left out where two UPDATEs are there to count', () => {
    expect(marks([announcing('10.0.0.0/8'), announcing('11.0.0.0/8')], [marking(1, '00000002')])).toEqual({
      '10.0.0.0/8': null,
      '11.0.0.0/8': null,
    });
  });

  it('keeps a bounded number of reasons', () => {
    const tlvs = Array.from({ length: 100 }, (_, reason) => ({
      ...marking(0, '00000002'),
      value: Uint8Array.of(0, 0, 0, 2, 0, reason),
    }));
    const message = decoded([three], tlvs);
    expect(markedSets(message, three)[0]?.pathStatus?.reasons).toHaveLength(16);
  });
});

describe('Stateless Parsing TLVs', () => {
  const withPathId = octets(
    marker,
    '002b',
    '02',
    '0000',
    '000e',
    '40010100',
    '400200',
    '4003040a000001',
    '00000009',
    '080a',
  );
  const messageTlv: RawTlv = { type: 7, index: 0, value: withPathId };

  const pathIds = (tlvs: RawTlv[]): (number | null)[] => {
    const bytes = encodeBmpMessage({ type: 'route-monitoring', peer, updates: [], tlvs }, { version: 4 });
    const message = messagesOf(bytes)[0]?.message;
    if (message?.type !== 'route-monitoring') throw new Error('no Route Monitoring');
    return message.updates.flatMap(({ announced }) =>
      announced.flatMap(({ routes }) => routes.map(({ pathId }) => pathId)),
    );
  };

  it('need no Peer Up', () => {
    const issuesWith = (tlvs: RawTlv[]) => {
      const [frame] = messagesOf(
        encodeBmpMessage({ type: 'route-monitoring', peer, updates: [], tlvs }, { version: 4 }),
      );
      return frame?.message && frame.issues.map(({ reason }) => reason.slice(0, 10));
    };
    expect(issuesWith([{ type: 6, index: 0, value: octets('45', '04', '0001', '01', '03') }, messageTlv])).toEqual([]);
    expect(issuesWith([messageTlv])).toEqual(['no Peer Up']);
  });

  it('leave families alone that they do not speak of', () => {
    const types = routeMonitoringTypes([messageTlv]) ?? (() => undefined);
    const session = { ...plainContext, addPath: (afi: number) => afi === 2 };
    const capability = { type: 6, index: 0, value: octets('45', '04', '0001', '01', '01') };
    const labels = { type: 6, index: 0, value: octets('08', '04', '0001', '04', '02') };
    const context = statelessContext(session, [capability, labels], types);
    expect([context.addPath(1, 1), context.addPath(2, 1), context.addPath(3, 1)]).toEqual([true, true, false]);
    expect([context.multipleLabels(1, 4), context.multipleLabels(2, 4)]).toEqual([true, false]);
    expect(statelessContext(session, [{ ...capability, value: octets('45', '04') }], types)).toBe(session);
  });

  it.each([
    ['before', (capability: RawTlv) => [capability, messageTlv]],
    ['behind', (capability: RawTlv) => [messageTlv, capability]],
  ])('%s the UPDATE say that it has path identifiers', (_, tlvsWith) => {
    expect(pathIds(tlvsWith({ type: 6, index: 0, value: octets('45', '04', '0001', '01', '03') }))).toEqual([9]);
  });
});

const captures = process.env.BMPAAS_CAPTURES ?? new URL('../../../../shared/captures', import.meta.url).pathname;
const capture = `${captures}/vendor/v4-path-marking/ipv4_unicast_path_marking`;

describe.skipIf(!existsSync(`${capture}.pcap`))('a router of version 4', () => {
  it('says what another decoder read', () => {
    const [stream = new Uint8Array()] = tcpStreams(readFileSync(`${capture}.pcap`)).values();
    const messages = messagesOf(stream).flatMap(({ message }) =>
      message?.type === 'route-monitoring' ? [message] : [],
    );
    const ours = messages.map((message) =>
      message.updates.flatMap((update) =>
        markedSets(message, update).flatMap(({ family, routes, pathStatus }) =>
          routes.map((route) => [family.format(route), pathStatus ? pathStatusToJson(pathStatus).status : null]),
        ),
      ),
    );
    const marked = ['best', 'primary', 'add-path'];
    expect(ours).toEqual([
      [
        ['111.1.1.1/32', marked],
        ['111.1.1.2/32', null],
      ],
      [['112.1.1.1/32', marked]],
      [],
    ]);
  });

  it('comes back octet by octet', () => {
    const [stream = new Uint8Array()] = tcpStreams(readFileSync(`${capture}.pcap`)).values();
    const again = messagesOf(stream).map(({ message }) =>
      message === null ? new Uint8Array() : encodeBmpMessage(message, { version: 4 }),
    );
    expect(Buffer.concat(again)).toEqual(Buffer.from(stream));
  });
});
