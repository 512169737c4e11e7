import { describe, expect, it } from 'vitest';
import { PeerPartitions, partitionsFor } from '#collector/peer-partitions.ts';
import { peerHeader } from './messages.ts';

const peer = (address: string, bgpId: string) => ({ ...peerHeader(address), bgpId });

describe('the partition of a peer', () => {
  it('is that of all sessions with its BGP identifier, whatever else differs', () => {
    const partitions = new PeerPartitions(16);
    const first = partitions.of(peer('10.0.0.1', '11.11.11.11'));
    expect(partitions.of({ ...peer('10.0.0.5', '11.11.11.11'), view: 'adj-rib-in-post', asn: 7 })).toBe(first);
    expect(new PeerPartitions(16).of(peer('2001:db8::1', '11.11.11.11'))).toBe(first);
  });

  it('stays what it was, also where a later header has no BGP identifier or another', () => {
    const partitions = new PeerPartitions(16);
    const first = partitions.of(peer('10.0.0.1', '11.11.11.11'));
    for (const bgpId of ['0.0.0.0', '1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      expect(partitions.of(peer('10.0.0.1', bgpId))).toBe(first);
    }
  });

  it('is the first as long as nothing tells its BGP identifier', () => {
    const partitions = new PeerPartitions(16);
    const header = peer('10.0.0.1', '0.0.0.0');
    expect([partitions.of(header), partitions.of(header)]).toEqual([0, 0]);
    const told = partitions.of(peer('10.0.0.1', '11.11.11.11'));
    expect(told).toBe(new PeerPartitions(16).of(peer('10.0.0.9', '11.11.11.11')));
    expect(partitions.of(header)).toBe(told);
  });

  it('is one of them all: a hundred peers are in each of four, none of them in another', () => {
    const partitions = new PeerPartitions(4);
    const counts = [0, 0, 0, 0];
    for (let index = 0; index < 400; index += 1) {
      const of = partitions.of(peer(`10.1.${index >> 8}.${index & 255}`, `10.9.${index >> 8}.${index & 255}`));
      counts[of] = (counts[of] ?? 0) + 1;
    }
    expect(counts).toHaveLength(4);
    expect(Math.min(...counts)).toBeGreaterThan(60);
  });

  it('is the only one where there is one', () => {
    expect(new PeerPartitions(1).of(peer('10.0.0.1', '11.11.11.11'))).toBe(0);
  });
});

it('a router has the partitions that it, or else any router, is given', () => {
  const configured = new Map([
    ['rr1', 8],
    ['*', 2],
  ]);
  expect([partitionsFor('rr1', configured), partitionsFor('pe1', configured), partitionsFor('pe1', new Map())]).toEqual(
    [8, 2, 1],
  );
});
