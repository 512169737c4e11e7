import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { familyOf } from '#protocol/bgp/families/index.ts';
import { bgpMessageHex } from '#test/fixtures/vectors/messages/parts.ts';
import { announcing } from '#test/fixtures/vectors/plain-updates.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import {
  addPathBoth,
  fourOctetAs,
  hear,
  openHex,
  peerDown,
  peerUp,
  routeMirroring,
  routeMonitoring,
  statistics,
} from './heard.ts';

/** What real routers do wrong, and what is made of it. What takes state to survive is in test/model/discovery.test.ts. */

const captures = new URL('../fixtures/captures/', import.meta.url);
const hearCapture = (file: string) => hear(readFileSync(new URL(file, captures)));

const noPeerUp = 'no Peer Up: whether there are path identifiers and label stacks is not known';

const origin = '400101' + '00';
const nextHop = '400304' + 'c0a80102';
const asPath = '400206' + '0201' + '0000fe4c';
const usual = [origin, asPath, nextHop];

const update = (...body: string[]): string => bgpMessageHex(2, ...body).join('');
const announces = (...routes: string[]): string => update(...announcing(usual, routes));
const withdraws = (route: string): string => update('0002', route, '0000');
const endOfRib = update('0000', '0000');
const open = openHex(fourOctetAs);
const speaker = 'global 192.168.1.2 adj-rib-in-pre';
const locRib = { type: '03', address: '', asn: '0000fde8', bgpId: '0a000001' };

describe('Peer Ups that are missing or odd', () => {
  it('none for a Loc-RIB, whose routes come all the same (GoBGP 3.10)', () => {
    const { lines, reasons } = hearCapture('lo-gobgp-nj01emd.bmp');
    expect(lines).toContain('announce loc-rib 0.0.0.0 loc-rib ipv4-unicast 11.11.11.1/32');
    expect(lines).not.toContain('peer-up loc-rib 0.0.0.0');
    expect(reasons).toEqual({ [noPeerUp]: 8 });
  });

  it('none for routes of its own from peer ::, AS 0 (GoBGP 3.10)', () => {
    const own = { flags: '80', address: '00'.repeat(16), asn: '00000000', bgpId: '00000000' };
    const { lines, records, reasons } = hear(routeMonitoring(own, announces('080a')));
    expect(lines).toEqual(['announce global :: adj-rib-in-pre ipv4-unicast 10.0.0.0/8']);
    expect(records[0]?.peers).toMatchObject([{ address: '::', asn: 0, bgpId: '0.0.0.0' }]);
    expect(reasons).toEqual({ [noPeerUp]: 1 });
  });

  describe('that of a Loc-RIB as type 0 at 0.0.0.0, its routes as type 3 (FRR 8.0.1)', () => {
    const zeros = { address: '', asn: '00000000', bgpId: '00000000' };
    const tableName = '0003' + '0006' + '676c6f62616c';
    const up = peerUp(zeros, openHex(addPathBoth), tableName);
    const route = routeMonitoring(locRib, announces('00000009' + '080a'));
    const asPeerUp = 'Peer Up of a Loc-RIB as peer type global';

    it('its ADD-PATH holds for them, and that is noted', () => {
      const { lines, reasons } = hear(up, route);
      expect(lines).toEqual(['peer-up global 0.0.0.0', 'announce loc-rib 0.0.0.0 loc-rib ipv4-unicast 10.0.0.0/8#9']);
      expect(reasons).toEqual({ [asPeerUp]: 1 });
    });

    it('until its Peer Down', () => {
      const { reasons } = hear(up, peerDown(zeros, '04'), routeMonitoring(locRib, announces('080a')));
      expect(reasons).toEqual({ [asPeerUp]: 1, [noPeerUp]: 1 });
    });

    it.each([
      ['no table is named', peerUp(zeros, openHex(addPathBoth))],
      ['a neighbour has the address', peerUp({}, openHex(addPathBoth), tableName)],
      ['another distinguisher', peerUp({ ...zeros, distinguisher: '0000fde800000001' }, open, tableName)],
    ])('not where it could be another’s: %s', (_, other) => {
      expect(hear(other, routeMonitoring(locRib, announces('080a'))).reasons).toMatchObject({ [noPeerUp]: 1 });
    });

    it('the Peer Down of a Loc-RIB that had a Peer Up of its own is its own', () => {
      const { reasons } = hear(peerUp(locRib, open), peerDown(zeros, '04'), routeMonitoring(locRib, announces('080a')));
      expect(reasons).toEqual({});
    });
  });

  it('with two 19-byte dummy OPENs, as BMP was configured after the sessions were up (FRR)', () => {
    const { lines, events, reasons, plain } = hear(
      peerUp({}, bgpMessageHex(1).join('')),
      routeMonitoring({}, announces('080a')),
    );
    expect(events[0]).toMatchObject({ kind: 'peer-up', sentOpen: null, receivedOpen: null });
    expect(lines[1]).toBe(`announce ${speaker} ipv4-unicast 10.0.0.0/8`);
    expect([reasons, plain]).toEqual([{ 'OPEN without content': 2 }, 1]);
  });

  it('behind the Mirror of the OPEN, which settles nothing (FRR)', () => {
    const mirrored = openHex(addPathBoth);
    const mirror = routeMirroring({}, '0000', (mirrored.length / 2).toString(16).padStart(4, '0'), mirrored);
    const { lines, events, reasons } = hear(mirror, routeMonitoring({}, announces('080a')), peerUp({}, mirrored));
    expect(lines).toEqual([
      'mirroring global 192.168.1.2',
      `announce ${speaker} ipv4-unicast 10.0.0.0/8`,
      'peer-up global 192.168.1.2',
    ]);
    expect(events[0]).toMatchObject({ messages: [octets(mirrored)] });
    expect(reasons).toEqual({ [noPeerUp]: 1 });
  });
});

describe('Peer Downs', () => {
  const ofSession = (lines: string[], address: string) => lines.filter((line) => line.endsWith(` ${address}`));

  it('before any Peer Up (FRR)', () => {
    const { lines, records } = hearCapture('frr-nosoft-spe1.bmp');
    expect(ofSession(lines, '192.168.1.2')).toEqual(['peer-down global 192.168.1.2', 'peer-up global 192.168.1.2']);
    const ids = records[0]?.peers.filter(({ address }) => address === '192.168.1.2').map(({ bgpId }) => bgpId);
    expect(ids).toEqual(['0.0.0.0', '11.11.11.11']);
  });

  it('again at every failed retry, with BGP identifier 0.0.0.0 (FRR)', () => {
    const { records } = hearCapture('frr-events-spe2.1.bmp');
    const downs = records.flatMap(({ events, peers }) =>
      events.flatMap((event) => (event.kind === 'peer-down' ? [peers[event.peer]] : [])),
    );
    const ids = downs.flatMap((peer) => (peer?.address === '192.168.4.2' ? [peer.bgpId] : []));
    expect(ids).toEqual(['14.14.14.14', ...Array<string>(11).fill('0.0.0.0')]);
  });
});

describe('End-of-RIB', () => {
  it('with time 0, of a peer that is not even up (FRR)', () => {
    const { lines, reasons } = hear(routeMonitoring({ flags: '40', time: '00'.repeat(8) }, endOfRib));
    expect(lines).toEqual(['end-of-rib global 192.168.1.2 adj-rib-in-post ipv4-unicast']);
    expect(reasons).toEqual({ [noPeerUp]: 1 });
  });

  it('with a wrong A flag is of the same feed as the routes (GoBGP post-policy)', () => {
    const { records, lines, reasons } = hear(
      peerUp({}, open),
      routeMonitoring({ flags: '40' }, announces('080a')),
      routeMonitoring({ flags: '60' }, endOfRib),
    );
    expect(lines[2]).toBe('end-of-rib global 192.168.1.2 adj-rib-in-post ipv4-unicast');
    expect(records[0]?.feeds).toHaveLength(1);
    expect(reasons).toEqual({});
  });
});

describe('dumps re-encoded', () => {
  it('at one prefix a message, in one event (FRR, GoBGP)', () => {
    const dump = ['080a', '080b', '080c'].map((route) => routeMonitoring({}, announces(route)));
    const { lines, plain } = hear(peerUp({}, open), ...dump);
    expect(lines[1]).toBe(`announce ${speaker} ipv4-unicast 10.0.0.0/8 11.0.0.0/8 12.0.0.0/8`);
    expect([lines.length, plain]).toEqual([2, 3]);
  });

  it('without path ids although ADD-PATH is negotiated, and live routes verbatim with theirs (GoBGP)', () => {
    const { lines, reasons } = hear(
      peerUp({}, openHex(addPathBoth)),
      routeMonitoring({}, announces('180a0001')),
      routeMonitoring({}, announces('00000001' + '180a0001', '00000002' + '180a0002')),
    );
    expect(lines.slice(1)).toEqual([
      `announce ${speaker} ipv4-unicast 10.0.1.0/24`,
      `announce ${speaker} ipv4-unicast 10.0.1.0/24#1 10.0.2.0/24#2`,
    ]);
    expect(reasons).toEqual({ 'no path identifiers despite ADD-PATH': 1 });
  });
});

describe('attributes', () => {
  const pathOf = (flags: string, path: string, opens: string) => {
    const route = routeMonitoring({ flags }, update(...announcing([origin, path, nextHop], ['080a'])));
    const { attributes, reasons, plain } = hear(peerUp({}, opens), route);
    return { asns: attributes[0]?.asPath?.map(({ asns }) => asns), reasons: Object.keys(reasons), plain };
  };
  const two = '400206' + '0202' + 'fde8' + 'fe4c';
  const four = '40020a' + '0202' + '0000fde8' + '0000fe4c';
  const asns = [[65000, 65100]];

  it('the A flag clear with a 2-byte AS_PATH (FRR never sets it)', () => {
    expect(pathOf('00', two, openHex())).toEqual({
      asns,
      reasons: ['AS numbers of 2 octets: the A flag says 4, the OPENs 2'],
      plain: 0,
    });
  });

  it('the A flag set with a 4-byte AS_PATH', () => {
    const reasons = ['AS numbers of 4 octets: the A flag says 2, the OPENs 4'];
    expect(pathOf('20', four, open)).toEqual({ asns, reasons, plain: 0 });
  });

  it('VPN labels of zero (FRR, GoBGP)', () => {
    const reach = '800e20' + '000180' + '0c' + '0000000000000000' + 'c0a80102' + '00' + '70';
    const nlri = '000000' + '0000fde800000001' + '0a0001';
    const { events, reasons } = hear(
      peerUp({}, open),
      routeMonitoring({}, update(...announcing([origin, asPath, reach + nlri], []))),
    );
    expect(events[1]).toMatchObject({ routes: [{ labels: [0], prefixLength: 24 }] });
    expect(reasons).toEqual({});
  });

  it('LOCAL_PREF absent within an AS', () => {
    const { attributes, reasons, plain } = hear(
      peerUp({ asn: '0000fde8' }, open),
      routeMonitoring({ asn: '0000fde8' }, announces('080a')),
    );
    expect([attributes[0]?.localPref, reasons, plain]).toEqual([null, {}, 1]);
  });

  it('the PE’s local AS in front of the path (FRR)', () => {
    const { attributes } = hearCapture('frr-topo-spe1.bmp');
    const paths = attributes.map(({ asPath: path }) => path?.flatMap(({ asns: numbers }) => numbers).join(' '));
    expect(new Set(paths)).toEqual(new Set(['65000 65100', '65000 65101']));
  });
});

describe('times', () => {
  const times = ['00'.repeat(8), '00000064' + '00000000', '6553f100' + '0003d090', '6553f100' + '0003d090'];

  it('zero, since boot, and the previous event’s leave the order as it is', () => {
    const changes = [announces('080a'), withdraws('080a'), announces('080b'), withdraws('080b')];
    const { events } = hear(
      peerUp({}, open),
      ...changes.map((change, index) => routeMonitoring({ time: times[index] ?? '' }, change)),
    );
    const told = events.slice(1).map((event) => ('routerTime' in event ? [event.kind, event.routerTime] : []));
    expect(told).toEqual([
      ['announce', 0],
      ['withdraw', 100_000],
      ['announce', 1_700_000_000_250],
      ['withdraw', 1_700_000_000_250],
    ]);
  });
});

describe('information', () => {
  it('the neighbour’s description as a Peer Up TLV', () => {
    const { events } = hear(peerUp({}, open, '0000' + '0009', '7363312d7472757374'));
    expect(events[0]).toMatchObject({ information: ['sc1-trust'], table: null });
  });

  it('the table name in TLV type 0, which does not tell it from a description (Junos)', () => {
    const { events } = hear(peerUp(locRib, open, '0000' + '0006', '696e65742e30'));
    expect(events[0]).toMatchObject({ information: ['inet.0'], table: null });
  });

  it('a Loc-RIB distinguisher that is no route distinguisher', () => {
    const peer = { ...locRib, distinguisher: 'ff00000000000001' };
    const { records, plain } = hear(peerUp(peer, open), routeMonitoring(peer, announces('080a')));
    expect(records[0]?.peers).toMatchObject([{ type: 'loc-rib', distinguisher: '0xff00000000000001' }]);
    expect([records[0]?.peers.length, plain]).toEqual([1, 1]);
  });

  it('statistics type 65531 (IOS XR)', () => {
    const counters = ['0000' + '0004' + '00000007', 'fffb' + '0004' + '00000009'];
    const { events, reasons } = hear(statistics({}, '00000002', ...counters));
    expect(events[0]).toMatchObject({
      counters: [
        { type: 0, value: 7n },
        { type: 65531, value: 9n },
      ],
      unread: [],
    });
    expect(reasons).toEqual({});
  });
});

describe('families', () => {
  const mpReach = (family: string, nlri: string): string => {
    const length = 9 + nlri.length / 2;
    return `800e${length.toString(16).padStart(2, '0')}${family}04c0a8010200${nlri}`;
  };
  const hearNlri = (family: string, nlri: string) => {
    const unreach = `800f${(3 + nlri.length / 2).toString(16).padStart(2, '0')}${family}${nlri}`;
    return hear(
      peerUp({}, open),
      routeMonitoring({}, update(...announcing([origin, asPath, mpReach(family, nlri)], []))),
      routeMonitoring({}, update(...announcing([unreach], []))),
    );
  };

  it('57/65, which nobody knows: its octets come and go', () => {
    const { lines, reasons } = hearNlri('0039' + '41', '0102030405');
    expect(lines.slice(1)).toEqual([`announce ${speaker} 57-65 0102030405`, `withdraw ${speaker} 57-65 0102030405`]);
    expect(reasons).toEqual({});
  });

  it('1/85 with an NLRI that the router itself mis-encodes: it comes and goes by its octets (GoBGP MUP)', () => {
    const subnet =
      '01' + '0003' + '17' + '0000006400000064' + '18' + 'c0a80000' + '00003039' + '09' + '20' + '0a000001';
    const { lines, events, reasons } = hearNlri('0001' + '55', subnet);
    expect(lines.slice(1)).toEqual([
      `announce ${speaker} ipv4-mup ${subnet}`,
      `withdraw ${speaker} ipv4-mup ${subnet}`,
    ]);
    const keys = events.flatMap((event) => ('routes' in event ? event.routes.map(familyOf(1, 85).key) : []));
    expect(keys).toEqual([octets(subnet), octets(subnet)]);
    expect(reasons).toEqual({ 'ipv4-mup NLRI: address of 9 bits': 2 });
  });

  it('more than 18 of them overflow the OPEN’s parameter length; ADD-PATH behind them still holds (GoBGP, RFC 9072)', () => {
    const many = Array.from({ length: 43 }, () => '0104' + '0002' + '00' + '01');
    const capabilities = octets(...many, addPathBoth).length;
    const overflowed = (length: number): string => (length % 256).toString(16).padStart(2, '0');
    const fixed = ['04', 'fde8', '00b4', '0a000001', overflowed(capabilities + 2), '02', overflowed(capabilities)];
    const { lines, reasons } = hear(
      peerUp({}, bgpMessageHex(1, ...fixed, ...many, addPathBoth).join('')),
      routeMonitoring({}, announces('00000009' + '080a')),
    );
    expect(lines[1]).toBe(`announce ${speaker} ipv4-unicast 10.0.0.0/8#9`);
    expect(reasons).toEqual({ 'OPEN parameter length overflowed': 2 });
  });
});

describe('messages', () => {
  it('an enterprise TLV after the UPDATE in BMP v3 (Huawei)', () => {
    const { lines, reasons, plain } = hear(
      peerUp({}, open),
      routeMonitoring({}, announces('080a'), '8002' + '0006' + '000007db' + 'beef'),
    );
    expect(lines[1]).toBe(`announce ${speaker} ipv4-unicast 10.0.0.0/8`);
    expect([reasons, plain]).toEqual([{}, 0]);
  });

  it('two BGP messages in one Route Monitoring: both count, in their order', () => {
    const { lines } = hear(peerUp({}, open), routeMonitoring({}, announces('080a'), withdraws('080a')));
    expect(lines.slice(1)).toEqual([
      `announce ${speaker} ipv4-unicast 10.0.0.0/8`,
      `withdraw ${speaker} ipv4-unicast 10.0.0.0/8`,
    ]);
  });

  it('MP_REACH, MP_UNREACH and classic NLRI together: what is withdrawn and announced is announced', () => {
    const reach = '800e1a' + '000201' + '10' + '20010db8000000000000000000000001' + '00' + '20' + '20010db8';
    const unreach = '800f08' + '000201' + '20' + '20010db8';
    const [withdrawn, ...rest] = ['0002', '080a', ...announcing([...usual, reach, unreach], ['080a']).slice(1)];
    const { lines, attributes } = hear(peerUp({}, open), routeMonitoring({}, update(withdrawn ?? '', ...rest)));
    expect(lines.slice(1)).toEqual([
      `withdraw ${speaker} ipv4-unicast 10.0.0.0/8`,
      `withdraw ${speaker} ipv6-unicast 2001:db8::/32`,
      `announce ${speaker} ipv4-unicast 10.0.0.0/8`,
      `announce ${speaker} ipv6-unicast 2001:db8::/32`,
    ]);
    expect(attributes.map((set) => set.nextHop)).toEqual(['192.168.1.2', '2001:db8::1']);
  });

  it('BGP identifier 0.0.0.0 in header and OPEN (6WIND)', () => {
    const unset = { bgpId: '00000000' };
    const { records, lines, plain } = hear(
      peerUp(unset, open.replace('0a000001', '00000000')),
      routeMonitoring(unset, announces('080a')),
    );
    expect(records[0]?.peers).toMatchObject([{ address: '192.168.1.2', bgpId: '0.0.0.0' }]);
    expect([lines.length, plain]).toEqual([2, 1]);
  });

  it.each([
    ['with a note', open, 0, { 'message of 4148 octets without the capability for it': 1 }],
    ['without a word where an OPEN has the capability', openHex(fourOctetAs, '0600'), 1, {}],
  ])('above 4,096 octets, %s', (_, opens, plain, reasons) => {
    const heard = hear(peerUp({}, opens), routeMonitoring({}, announces('200a000001'.repeat(821))));
    expect(heard.events[1]?.kind === 'announce' && heard.events[1].routes.length).toBe(821);
    expect([heard.plain, heard.reasons]).toEqual([plain, reasons]);
  });

  it('a cut-off last message leaves those before it', () => {
    const last = routeMonitoring({}, announces('080b'));
    const { lines } = hear(peerUp({}, open), routeMonitoring({}, announces('080a')), last.subarray(0, -1));
    expect(lines[1]).toBe(`announce ${speaker} ipv4-unicast 10.0.0.0/8`);
  });
});
