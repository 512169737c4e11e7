import { expect, test } from 'vitest';
import { keptInitiation } from '#collector/kept-initiation.ts';
import { OctetList } from '#collector/octet-list.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import { generatedDump } from '../bench/generated-table.ts';
import { announcement, initiation, prefixes } from './messages.ts';

function framesOf(octets: Uint8Array): Frame[] {
  const framer = new Framer();
  framer.push(octets);
  const frames: Frame[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  return frames;
}

test('what is kept of an Initiation says the same and does not keep what arrived with it', () => {
  const [frame] = framesOf(Buffer.concat([initiation('nj01emd', 'text'), announcement(prefixes(500))]));
  const { message } = new BmpDecoder().decode(frame ?? expect.fail('no frame'));
  if (message?.type !== 'initiation') expect.fail('no Initiation');
  const kept = keptInitiation(message);
  expect(kept).toEqual(message);
  for (const { value } of kept.tlvs) expect(value.buffer.byteLength).toBe(value.length);
});

test('a decoder that is released keeps no octets, and reads the next routes as ever', () => {
  const decoder = new BmpDecoder();
  const read: number[] = [];
  for (const frame of framesOf(generatedDump({ routes: 100, prefixesPerUpdate: 2 }))) {
    const routes = decoder.plainRoutes(frame);
    if (routes === null) decoder.decode(frame);
    else read.push(routes.update.prefixCount);
    decoder.release();
    expect(routes?.update.octets ?? new Uint8Array()).toHaveLength(0);
  }
  expect(read.reduce((sum, count) => sum + count, 0)).toBe(100);
});

test('an octet list that shrinks lets go of its memory, and what was taken stays', () => {
  const list = new OctetList();
  list.add(new Uint8Array(100_000).fill(7));
  const taken = list.take();
  list.shrink();
  list.add(Uint8Array.of(1, 2));
  expect(taken.every((octet) => octet === 7)).toBe(true);
  expect(list.take().buffer.byteLength).toBeLessThan(4096);
});
