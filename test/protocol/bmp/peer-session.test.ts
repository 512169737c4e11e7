import { describe, expect, it } from 'vitest';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { flagsOf, type PeerHeader, peerFlags, type View } from '#protocol/bmp/peer-header.ts';
import { PeerSession } from '#protocol/bmp/peer-session.ts';

const open = (...capabilities: Capability[]): Open => ({
  version: 4,
  asn: 65000,
  holdTime: 180,
  bgpId: '10.0.0.1',
  capabilities,
});

const labels = (count: number): Capability => ({
  code: 8,
  name: 'multiple-labels',
  families: [{ afi: 1, safi: 4, count }],
});

const addPath = (sendReceive: number): Capability => ({
  code: 69,
  name: 'add-path',
  families: [{ afi: 1, safi: 1, sendReceive }],
});

const fourOctetAs: Capability = { code: 65, name: 'four-octet-as', asn: 65000 };
const extendedMessage: Capability = { code: 6, name: 'extended-message' };

function contextOf(session: PeerSession, view: View, flags = 0) {
  const header: PeerHeader = {
    type: view === 'loc-rib' ? 'loc-rib' : 'global',
    flags: flagsOf(view, '10.0.0.2') | flags,
    view,
    distinguisher: new Uint8Array(8),
    address: '10.0.0.2',
    asn: 65100,
    bgpId: '10.0.0.2',
    timeSeconds: 0,
    timeMicroseconds: 0,
  };
  return session.contextOf(header);
}

function settled(sent: Open | null, received: Open | null): PeerSession {
  const session = new PeerSession();
  session.learn(sent, received);
  return session;
}

const views: View[] = ['adj-rib-in-pre', 'adj-rib-in-post', 'loc-rib', 'adj-rib-out-pre', 'adj-rib-out-post'];
const bgpViews = views.filter((view) => view !== 'loc-rib');

describe('multiple labels, RFC 8277 §2.1', () => {
  it.each(bgpViews)('%s: both sides have to take them', (view) => {
    expect(contextOf(settled(open(labels(2)), open(labels(255))), view).multipleLabels(1, 4)).toBe(true);
    expect(contextOf(settled(open(labels(2)), open()), view).multipleLabels(1, 4)).toBe(false);
    expect(contextOf(settled(open(), open(labels(2))), view).multipleLabels(1, 4)).toBe(false);
  });

  it('are of the family that has them', () => {
    const context = contextOf(settled(open(labels(2)), open(labels(2))), 'adj-rib-in-pre');
    expect(context.multipleLabels(1, 128)).toBe(false);
  });

  it.each([0, 1])('a count of %i says nothing', (count) => {
    const context = contextOf(settled(open(labels(2)), open(labels(count))), 'adj-rib-in-pre');
    expect(context.multipleLabels(1, 4)).toBe(false);
  });

  it('of a Loc-RIB either OPEN tells', () => {
    expect(contextOf(settled(open(labels(2)), open()), 'loc-rib').multipleLabels(1, 4)).toBe(true);
    expect(contextOf(settled(open(), open(labels(2))), 'loc-rib').multipleLabels(1, 4)).toBe(true);
  });

  it.each(views)('%s: are not known where no OPEN was seen', (view) => {
    expect(contextOf(new PeerSession(), view).multipleLabels(1, 4)).toBeNull();
    expect(contextOf(settled(null, null), view).multipleLabels(1, 4)).toBeNull();
  });
});

describe('path identifiers, RFC 7911 §4', () => {
  it('go the way that one side sends and the other receives', () => {
    const session = settled(open(addPath(1)), open(addPath(2)));
    expect(contextOf(session, 'adj-rib-in-pre').addPath(1, 1)).toBe(true);
    expect(contextOf(session, 'adj-rib-out-post').addPath(1, 1)).toBe(false);
    expect(contextOf(session, 'loc-rib').addPath(1, 1)).toBe(true);
  });

  it('of a Loc-RIB add up over its Peer Ups (Huawei)', () => {
    const session = settled(open(addPath(3)), open());
    session.learn(open(labels(2)), open());
    expect(contextOf(session, 'loc-rib').addPath(1, 1)).toBe(true);
    expect(contextOf(session, 'loc-rib').multipleLabels(1, 4)).toBe(true);
  });
});

describe('the width of AS numbers', () => {
  it('is what the A flag says, beside what both OPENs say', () => {
    const session = settled(open(fourOctetAs), open(fourOctetAs));
    const set = contextOf(session, 'adj-rib-in-pre', peerFlags.twoOctetAs);
    expect(set).toMatchObject({ fourOctetAs: false, fourOctetAsNegotiated: true });
    expect(contextOf(settled(open(fourOctetAs), open()), 'adj-rib-out-pre')).toMatchObject({
      fourOctetAs: true,
      fourOctetAsNegotiated: false,
    });
  });

  it('of a Loc-RIB is always four octets, whatever its OPENs are', () => {
    const context = contextOf(settled(open(), open()), 'loc-rib', peerFlags.twoOctetAs);
    expect(context).toMatchObject({ fourOctetAs: true, fourOctetAsNegotiated: null });
  });
});

describe('the length of messages, RFC 8654', () => {
  it('is 4,096 octets unless an OPEN has the capability', () => {
    expect(contextOf(settled(open(), open()), 'adj-rib-in-pre').maximumMessageLength).toBe(4096);
    expect(contextOf(settled(open(extendedMessage), open()), 'adj-rib-in-pre').maximumMessageLength).toBe(65535);
    expect(contextOf(settled(open(), open(extendedMessage)), 'adj-rib-out-pre').maximumMessageLength).toBe(65535);
  });

  it('is not bounded where no session is, or none was seen', () => {
    expect(contextOf(settled(open(), open()), 'loc-rib').maximumMessageLength).toBe(65535);
    expect(contextOf(new PeerSession(), 'adj-rib-in-pre').maximumMessageLength).toBe(65535);
  });
});
