import { describe, expect, it } from 'vitest';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { emptyUpdate } from '#protocol/bgp/update.ts';
import { BmpDecoder, type DecodedMessage } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { flagsOf, type PeerHeader, type View, viewOf } from '#protocol/bmp/peer-header.ts';
import { prefixRoute } from '#test/fixtures/vectors/routes.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { framesOf } from './frames.ts';

const receive = 1;
const send = 2;

function peerOf(view: View, changes: Partial<PeerHeader> = {}): PeerHeader {
  return {
    type: view === 'loc-rib' ? 'loc-rib' : 'global',
    flags: flagsOf(view, '10.0.0.2'),
    view,
    distinguisher: new Uint8Array(8),
    address: view === 'loc-rib' ? '0.0.0.0' : '10.0.0.2',
    asn: 65100,
    bgpId: '10.0.0.2',
    timeSeconds: 0,
    timeMicroseconds: 0,
    ...changes,
  };
}

const openWith = (sendReceive: number | null, family = { afi: 1, safi: 1 }) => {
  const capabilities: Capability[] =
    sendReceive === null ? [] : [{ code: 69, name: 'add-path', families: [{ ...family, sendReceive }] }];
  return { version: 4, asn: 65000, holdTime: 180, bgpId: '10.0.0.1', capabilities };
};

const peerUp = (peer: PeerHeader, sentOpen = openWith(null), receivedOpen = openWith(null)): BmpMessage => ({
  type: 'peer-up',
  peer,
  localAddress: '10.0.0.1',
  localPort: 179,
  remotePort: 33333,
  sentOpen,
  receivedOpen,
  tlvs: [],
});

const peerDown = (peer: PeerHeader): BmpMessage => ({
  type: 'peer-down',
  peer,
  reason: 4,
  notification: null,
  fsmEventCode: null,
  data: octets(),
  tlvs: [],
});

/** Withdraws 10.0.0.0/8 with path identifier 9. */
const pathIdRoute = (peer: PeerHeader): Uint8Array => {
  const routes = [{ ...prefixRoute('10.0.0.0/8'), pathId: 9 }];
  const withdrawn = [{ family: ipv4Unicast, nextHop: null, linkLocalNextHop: null, routes }];
  return encodeBmpMessage(
    { type: 'route-monitoring', peer, updates: [{ ...emptyUpdate(), withdrawn }], tlvs: [] },
    { addPath: () => true },
  );
};

function pathIdsAfter(decoder: BmpDecoder, stream: (Uint8Array | BmpMessage)[]): unknown {
  const bytes = stream.flatMap((item) => [...(item instanceof Uint8Array ? item : encodeBmpMessage(item))]);
  const decoded = framesOf(Uint8Array.from(bytes)).frames.map((frame) => decoder.decode(frame));
  return pathIds(decoded.at(-1));
}

function pathIds(decoded: DecodedMessage | undefined): unknown {
  const message = decoded?.message;
  if (message?.type !== 'route-monitoring') return undefined;
  return message.updates.flatMap(({ withdrawn }) =>
    withdrawn.flatMap(({ routes }) => routes.map(({ pathId }) => pathId)),
  );
}

describe('ADD-PATH', () => {
  it.each([
    ['adj-rib-in-pre', receive, send, true],
    ['adj-rib-in-post', receive, send, true],
    ['adj-rib-in-pre', send, receive, false],
    ['adj-rib-out-pre', send, receive, true],
    ['adj-rib-out-post', receive, send, false],
    ['adj-rib-in-pre', receive, null, false],
    ['loc-rib', send, send, true],
    ['adj-rib-in-pre', 7, 7, false],
  ] as const)('%s: we %s, they %s: %s', (view, sent, received, expected) => {
    const peer = peerOf(view);
    const ids = pathIdsAfter(new BmpDecoder(), [peerUp(peer, openWith(sent), openWith(received)), pathIdRoute(peer)]);
    expect(JSON.stringify(ids) === '[9]').toBe(expected);
  });

  it('is found by type, distinguisher and address, whatever the flags, AS and BGP identifier are', () => {
    const up = peerUp(peerOf('adj-rib-in-pre'), openWith(receive), openWith(send));
    const route = pathIdRoute(peerOf('adj-rib-in-post', { asn: 1, bgpId: '0.0.0.0' }));
    expect(pathIdsAfter(new BmpDecoder(), [up, route])).toEqual([9]);
  });

  it('of another distinguisher is another peer’s', () => {
    const up = peerUp(peerOf('adj-rib-in-pre'), openWith(receive), openWith(send));
    const route = pathIdRoute(peerOf('adj-rib-in-pre', { distinguisher: octets('0000fde800000001') }));
    expect(pathIdsAfter(new BmpDecoder(), [up, route])).not.toEqual([9]);
  });

  it('is settled anew by a repeated Peer Up', () => {
    const peer = peerOf('adj-rib-in-pre');
    const stream = [peerUp(peer, openWith(receive), openWith(send)), peerUp(peer), pathIdRoute(peer)];
    expect(pathIdsAfter(new BmpDecoder(), stream)).not.toEqual([9]);
  });

  it('adds up over the Peer Ups of a Loc-RIB, one a family under one key (Huawei)', () => {
    const peer = peerOf('loc-rib');
    const stream = [
      peerUp(peer, openWith(3), openWith(3)),
      peerUp(peer, openWith(3, { afi: 2, safi: 1 }), openWith(3, { afi: 2, safi: 1 })),
      pathIdRoute(peer),
    ];
    expect(pathIdsAfter(new BmpDecoder(), stream)).toEqual([9]);
  });

  it('ends with Peer Down', () => {
    const peer = peerOf('adj-rib-in-pre');
    const stream = [peerUp(peer, openWith(receive), openWith(send)), peerDown(peer), pathIdRoute(peer)];
    expect(pathIdsAfter(new BmpDecoder(), stream)).not.toEqual([9]);
  });
});

describe('the cap on peers', () => {
  const peers = Array.from({ length: 5 }, (_, index) => peerOf('adj-rib-in-pre', { address: `10.0.1.${index}` }));
  const up = (peer: PeerHeader) => peerUp(peer, openWith(receive), openWith(send));

  it('leaves peers above it without state, and says so', () => {
    const decoder = new BmpDecoder({ maxPeers: 3 });
    const issues = peers.map((peer) => {
      const [frame] = framesOf(encodeBmpMessage(up(peer))).frames;
      const decoded = frame && decoder.decode(frame);
      return decoded?.message !== null && decoded?.issues.length;
    });
    expect(issues).toEqual([0, 0, 0, 1, 1]);
    expect(peers.map((peer) => JSON.stringify(pathIdsAfter(decoder, [pathIdRoute(peer)])) === '[9]')).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('counts no peer that went down', () => {
    const decoder = new BmpDecoder({ maxPeers: 1 });
    for (const peer of peers)
      expect(pathIdsAfter(decoder, [up(peer), pathIdRoute(peer), peerDown(peer)])).toBeUndefined();
    const last = peerOf('adj-rib-in-pre');
    expect(pathIdsAfter(decoder, [up(last), pathIdRoute(last)])).toEqual([9]);
  });
});

describe('quirks of routers', () => {
  const decodeOne = (bytes: Uint8Array) => {
    const [frame] = framesOf(bytes).frames;
    if (frame === undefined) throw new Error('no frame');
    return new BmpDecoder().decode(frame);
  };

  it('an IPv6 address without the V flag', () => {
    const peer = peerOf('adj-rib-in-pre', { address: '2001:db8::2', flags: 0 });
    expect(decodeOne(encodeBmpMessage(peerDown(peer))).message).toMatchObject({
      peer: { address: '2001:db8::2', flags: 0 },
    });
  });

  it('a peer type nobody knows', () => {
    const peer = peerOf('adj-rib-in-pre', { type: 'type-9' });
    expect(decodeOne(encodeBmpMessage(peerDown(peer))).message).toMatchObject({ peer: { type: 'type-9' } });
  });

  it('a version 4 message that has no BGP Message TLV, or a broken one', () => {
    const peer = peerOf('adj-rib-in-pre');
    const without = encodeBmpMessage(
      { type: 'route-monitoring', peer, updates: [], tlvs: [{ type: 3, index: 0, value: octets('00') }] },
      { version: 4 },
    );
    expect(decodeOne(without)).toMatchObject({ message: null, reason: 'no BGP Message TLV', errorOffset: 48 });
    const keepalive = octets('ffffffffffffffffffffffffffffffff', '0013', '04');
    const broken = encodeBmpMessage(
      { type: 'route-monitoring', peer, updates: [], tlvs: [{ type: 7, index: 0, value: keepalive }] },
      { version: 4 },
    );
    expect(decodeOne(broken)).toMatchObject({ message: null, reason: 'BGP message type 4, not 2', errorOffset: 54 });
  });

  it('says no more than 256 faults of one message, however many UPDATEs are in it', () => {
    // ORIGIN of two octets
    const update = octets('ffffffffffffffffffffffffffffffff', '001c', '02', '0000', '0005', '4001020000');
    const header = encodeBmpMessage({
      type: 'route-monitoring',
      peer: peerOf('adj-rib-in-pre'),
      updates: [],
      tlvs: [],
    });
    const bytes = Uint8Array.from([...header, ...Array.from({ length: 30_000 }, () => [...update]).flat()]);
    const decoded = new BmpDecoder().decode({ offset: 0, version: 3, typeCode: 0, bytes });
    if (decoded.message === null || decoded.message.type !== 'route-monitoring') throw new Error('not decoded');
    expect(decoded.message.updates).toHaveLength(30_000);
    expect(decoded.issues).toHaveLength(257);
    expect(decoded.issues.at(-1)?.reason).toBe('29745 more issues');
  });

  it('an undecodable message leaves the next ones alone', () => {
    const bad = Uint8Array.of(3, 0, 0, 0, 7, 2, 0);
    const good = encodeBmpMessage({ type: 'termination', tlvs: [], reason: null });
    const decoder = new BmpDecoder();
    const decoded = framesOf(Uint8Array.from([...bad, ...good])).frames.map((frame) => decoder.decode(frame));
    expect(decoded).toMatchObject([
      { message: null, typeCode: 2, reason: '34 octets wanted, 1 left', errorOffset: 6, offset: 0, length: 7 },
      { message: { type: 'termination' }, offset: 7 },
    ]);
  });
});

describe('views', () => {
  it.each([
    ['global', 0x00, 'adj-rib-in-pre'],
    ['global', 0x40, 'adj-rib-in-post'],
    ['rd', 0x10, 'adj-rib-out-pre'],
    ['local', 0x50, 'adj-rib-out-post'],
    ['loc-rib', 0x80, 'loc-rib'],
    ['loc-rib', 0x40, 'loc-rib'],
  ] as const)('%s with flags %s is %s', (type, flags, view) => expect(viewOf(type, flags)).toBe(view));
});
