import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgpMessageTypes } from '#protocol/bgp/message.ts';
import type { Frame } from '#protocol/bmp/framer.ts';
import { generatedDump } from '#test/bench/generated-table.ts';
import { routeMonitoringVectors } from '#test/fixtures/vectors/messages/00-route-monitoring.ts';
import { bgpMessageHex, peerHex } from '#test/fixtures/vectors/messages/parts.ts';
import { plainUpdates } from '#test/fixtures/vectors/plain-updates.ts';
import { updateVectors } from '#test/fixtures/vectors/update.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { framesOf } from '#test/protocol/bmp/frames.ts';
import { recordsBothWays } from './both-ways.ts';

const captures = new URL('../fixtures/captures/', import.meta.url);
const files = readdirSync(captures).filter((file) => file.endsWith('.bmp'));
const capturedFrames = (file: string): Frame[] => framesOf(readFileSync(new URL(file, captures))).frames;

describe('the same records with and without decoding', () => {
  it.each(files)('of %s', (file) => void recordsBothWays(capturedFrames(file)));

  it('of a table, of which every message with routes is plain', () => {
    const frames = framesOf(generatedDump({ routes: 5000, prefixesPerUpdate: 7 })).frames;
    // All but Initiation, Peer Up and End-of-RIB.
    expect(recordsBothWays(frames).plain).toBe(frames.length - 3);
  });

  it.each(plainUpdates)('of an UPDATE with $name', ({ hex, plain }) => {
    expect(recordsBothWays(followedBy(...updateHex(hex))).plain).toBe(plain ? 2 : 1);
  });

  it.each(updateVectors.vectors)(
    'of an UPDATE: $name',
    ({ hex }) => void recordsBothWays(followedBy(...updateHex(hex))),
  );

  it.each(routeMonitoringVectors.vectors.filter(({ version }) => version !== 4))(
    'of a Route Monitoring message: $name',
    ({ hex }) => void recordsBothWays(followedBy(...hex.slice(peerHex.length))),
  );

  it('of captured and made messages with octets changed, cut and put in', () => {
    const [initiation, peerUp, ...made] = framesOf(generatedDump({ routes: 200, prefixesPerUpdate: 3 })).frames;
    if (initiation === undefined || peerUp === undefined) throw new Error('no frames');
    const sources = [...made, ...files.flatMap(capturedFrames)];
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255) });
    const message = fc.record({ source: fc.nat(sources.length - 1), changes: fc.array(change, { maxLength: 3 }) });
    void fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 10 }), (messages) => {
        const changed = messages.map(({ source, changes }) => changedFrame(sources[source] ?? peerUp, changes));
        recordsBothWays([initiation, peerUp, ...changed]);
      }),
      { numRuns: 2000 },
    );
  });
});

const perPeerEnd = 48;

const updateHex = (hex: readonly string[]): string[] => bgpMessageHex(bgpMessageTypes.update, ...hex);

/** A Peer Up and a plain message of the peer, and then one with these octets behind the same per-peer header. */
function followedBy(...hex: readonly string[]): Frame[] {
  const { frames } = framesOf(generatedDump({ routes: 1, prefixesPerUpdate: 1 }));
  const [initiation, peerUp, first] = frames;
  if (initiation === undefined || peerUp === undefined || first === undefined) throw new Error('no frames');
  const bytes = Uint8Array.of(...first.bytes.subarray(0, perPeerEnd), ...octets(...hex));
  return [initiation, peerUp, first, { ...first, bytes }];
}

function changedFrame(frame: Frame, changes: readonly { at: number; octet: number }[]): Frame {
  const bytes = new Uint8Array(frame.bytes);
  for (const { at, octet } of changes) {
    // Within the UPDATE where there is one: headers are the decoder's own business.
    const start = bytes.length > perPeerEnd + 20 ? perPeerEnd + 16 : 6;
    bytes[start + (at % (bytes.length - start))] = octet;
  }
  return { ...frame, bytes };
}
