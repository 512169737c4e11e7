import { expect, test } from 'vitest';
import { OctetBudget, SessionOpening } from '#collector/capture/session-opening.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { announcement, initiation, peerHeader, peerUp } from '../messages.ts';

const plenty = 10_000_000;
const opened = (...messages: Uint8Array[]): SessionOpening => {
  const opening = new SessionOpening(new OctetBudget(plenty));
  for (const message of messages) opening.hear(message);
  return opening;
};
const peerDown = (address: string): Uint8Array =>
  encodeBmpMessage({
    type: 'peer-down',
    peer: peerHeader(address),
    reason: 4,
    notification: null,
    fsmEventCode: null,
    data: new Uint8Array(),
    tlvs: [],
  });
const ofPeer = (index: number): Uint8Array =>
  peerUp('1.1.1.1', peerHeader(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`));

test('Initiation, then the Peer Ups of the peers that are up: the last of each', () => {
  const [first, again] = [peerUp('1.1.1.1'), peerUp('2.2.2.2')];
  const other = ofPeer(9);
  const opening = opened(initiation('pe'), first, other, announcement(['10.0.0.0/8']), again);
  expect(opening.preamble()).toEqual({
    messages: [initiation('pe'), other, again],
    octets: initiation('pe').length + other.length + again.length,
    missingPeerUps: 0,
  });
});

test('bounded for a session, and over all sessions; what had no room is counted', () => {
  const peers = Array.from({ length: 3000 }, (_, index) => ofPeer(index));
  const { octets, messages, missingPeerUps } = opened(...peers).preamble();
  expect(octets).toBeLessThanOrEqual(262_144);
  expect(messages.length + missingPeerUps).toBe(3000);
  expect(missingPeerUps).toBeGreaterThan(0);

  const shared = new OctetBudget(1000);
  const sessions = [new SessionOpening(shared), new SessionOpening(shared)];
  for (const session of sessions) for (const peer of peers.slice(0, 10)) session.hear(peer);
  const held = () => sessions.reduce((sum, session) => sum + session.preamble().octets, 0);
  expect(held()).toBeLessThanOrEqual(1000);
  for (const session of sessions) session.release();
  expect(held()).toBe(0);
  expect(shared.take(1000)).toBe(true);
});

test('a peer that went down is not in it', () => {
  expect(opened(ofPeer(1), ofPeer(2), peerDown('10.0.0.1')).preamble().messages).toEqual([ofPeer(2)]);
});
