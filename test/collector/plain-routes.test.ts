import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMessage, addUndecodable } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import { generatedDump } from '#test/bench/generated-table.ts';
import { plainUpdates } from '#test/fixtures/vectors/plain-updates.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

/** What is made of plain routes in place has to be, to the octet, what is made of them decoded. */
interface Outcome {
  records: Uint8Array[];
  plain: number;
}

function recordsOf(frames: readonly Frame[], inPlace: boolean): Outcome {
  const outcome: Outcome = { records: [], plain: 0 };
  const decoder = new BmpDecoder();
  const builder = new RecordBuilder({
    header: { routerId: 'nj01emd', session: 1, collectorId: 'a' },
    maxBytes: 20_000,
    emit: (record) => outcome.records.push(new Uint8Array(record)),
  });
  for (const frame of frames) {
    const arrival = { offset: frame.offset, receivedAt: 1_700_000_000_000 + frame.offset };
    const plain = inPlace ? decoder.plainRoutes(frame) : null;
    if (plain !== null) {
      outcome.plain++;
      builder.addPlainRoutes(plain, arrival.receivedAt);
      continue;
    }
    const decoded = decoder.decode(frame);
    if (decoded.message === null) addUndecodable(builder, decoded, arrival);
    else addMessage(builder, decoded.message, arrival);
  }
  builder.flush();
  return outcome;
}

function framesOf(stream: Uint8Array): Frame[] {
  const framer = new Framer();
  framer.push(stream);
  const frames: Frame[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  return frames;
}

function expectSame(frames: readonly Frame[]): Outcome {
  const inPlace = recordsOf(frames, true);
  expect(inPlace.records).toEqual(recordsOf(frames, false).records);
  return inPlace;
}

const captures = new URL('../fixtures/captures/', import.meta.url);
const files = readdirSync(captures).filter((file) => file.endsWith('.bmp'));
const capturedFrames = (file: string): Frame[] => framesOf(readFileSync(new URL(file, captures)));

describe('the same records with and without decoding', () => {
  it.each(files)('of %s', (file) => void expectSame(capturedFrames(file)));

  it('of a table, of which every message with routes is plain', () => {
    const frames = framesOf(generatedDump({ routes: 5000, prefixesPerUpdate: 7 }));
    expect(expectSame(frames).plain).toBe(Math.ceil(5000 / 7));
  });

  it.each(plainUpdates)('of an UPDATE with $name', ({ hex, plain }) => {
    const [initiation, peerUp, first] = framesOf(generatedDump({ routes: 1, prefixesPerUpdate: 1 }));
    if (initiation === undefined || peerUp === undefined || first === undefined) throw new Error('no frames');
    const frames = [initiation, peerUp, first, withUpdate(first, octets(...hex))];
    expect(expectSame(frames).plain).toBe(plain ? 2 : 1);
  });

  it('of captured and made messages with octets changed, cut and put in', () => {
    const [initiation, peerUp, ...made] = framesOf(generatedDump({ routes: 200, prefixesPerUpdate: 3 }));
    if (initiation === undefined || peerUp === undefined) throw new Error('no frames');
    const sources = [...made, ...files.flatMap(capturedFrames)];
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255) });
    const message = fc.record({ source: fc.nat(sources.length - 1), changes: fc.array(change, { maxLength: 3 }) });
    void fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 10 }), (messages) => {
        const changed = messages.map(({ source, changes }) => changedFrame(sources[source] ?? peerUp, changes));
        expectSame([initiation, peerUp, ...changed]);
      }),
      { numRuns: 2000 },
    );
  });
});

const perPeerEnd = 48;

/** The message with another UPDATE behind its per-peer header. */
function withUpdate({ bytes, ...frame }: Frame, body: Uint8Array): Frame {
  const length = 19 + body.length;
  const header = [...Array<number>(16).fill(0xff), length >> 8, length & 0xff, 2];
  return { ...frame, bytes: Uint8Array.of(...bytes.subarray(0, perPeerEnd), ...header, ...body) };
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
