import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runRecorded } from '../recording-terminal.ts';
import { ethernet, flags, ipv4, pcap, type Segment, tcp } from './packets.ts';

const stream = readFileSync(new URL('../../fixtures/captures/frr-nosoft-spe1.bmp', import.meta.url));
const connection = '10.0.0.1:40000>10.0.0.2:11019';

interface Line {
  connection: string;
  offset: number;
  length: number;
  type: string;
}

async function decode(segments: readonly Segment[]) {
  const packets = segments.map((segment) => ethernet(ipv4(tcp(segment), { isReply: segment.isReply })));
  const { exitCode, stdout, stderr } = await runRecorded(['decode'], { stdin: [pcap(packets)] });
  const lines: Line[] = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  return { exitCode, lines, notes: stderr.trimEnd().split('\n').filter(Boolean) };
}

const begin = 0xffff_fc00; // wraps in the middle of the stream
const segment = (from: number, to = stream.length, more: Partial<Segment> = {}): Segment => ({
  sequence: begin + from,
  payload: stream.subarray(from, to),
  ...more,
});
const syn: Segment = { sequence: begin - 1, flags: flags.syn };
const fin: Segment = { sequence: begin + stream.length, flags: flags.fin };

const whole = await decode([syn, segment(0), fin]);
const [, second, third] = whole.lines;
const at = (line: Line | undefined): number => line?.offset ?? 0;

test('one direction of a connection is one stream', () => {
  expect(whole).toMatchObject({ exitCode: 0, notes: [] });
  expect(whole.lines.length).toBeGreaterThan(5);
  expect(new Set(whole.lines.map((line) => line.connection))).toEqual(new Set([connection]));
  const last = whole.lines.at(-1);
  expect((last?.offset ?? 0) + (last?.length ?? 0)).toBe(stream.length);
});

test('any order, repetition and overlap of segments gives the same messages', async () => {
  const piece = fc.tuple(fc.nat(stream.length - 1), fc.nat(400));
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.array(piece), fc.infiniteStream(fc.nat()), async (places, extra, random) => {
      const ends = [...places.toSorted((left, right) => left - right), stream.length];
      const needed = ends.map((end, index) => segment(ends[index - 1] ?? 0, end));
      const repeated = extra.map(([from, length]) => segment(from, Math.min(from + length, stream.length)));
      const order = new Map([...needed, ...repeated].map((one) => [one, random.next().value]));
      const shuffled = [...order.keys()].sort((left, right) => (order.get(left) ?? 0) - (order.get(right) ?? 0));
      const { lines, notes } = await decode([syn, ...shuffled, fin]);
      expect(notes).toEqual([]);
      expect(lines).toEqual(
        whole.lines.map((line) => expect.objectContaining({ offset: line.offset, type: line.type })),
      );
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['a SYN that is sent again', [syn, syn, segment(0), fin]],
  ['no SYN', [segment(0, 500), segment(500), fin]],
  ['no FIN', [syn, segment(0)]],
  ['octets with the SYN', [{ ...syn, payload: stream.subarray(0, 300) }, segment(300), fin]],
  ['octets with a SYN that counts for nothing', [{ ...segment(0, 300), flags: flags.syn }, segment(300), fin]],
  ['octets with the FIN', [syn, segment(0, 300), segment(300, stream.length, { flags: flags.fin })]],
  ['a keep-alive', [syn, segment(0, 300), { sequence: begin + 299, payload: new Uint8Array(1) }, segment(300), fin]],
  ['octets behind the FIN', [syn, segment(0), fin, { ...fin, payload: new Uint8Array(50), flags: flags.ack }]],
  ['a RST out of place', [syn, segment(0, 300), { sequence: 7, flags: flags.rst }, segment(300), fin]],
  [
    'acknowledgements of the station',
    [syn, { sequence: 5, isReply: true }, segment(0), { sequence: 5, isReply: true }, fin],
  ],
])('%s', async (_name, segments) => {
  const { exitCode, lines, notes } = await decode(segments);
  expect({ exitCode, notes }).toEqual({ exitCode: 0, notes: [] });
  expect(lines.map(({ offset }) => offset)).toEqual(whole.lines.map(({ offset }) => offset));
});

test('a hole within a message costs that message', async () => {
  const from = at(second) + 20;
  const { exitCode, lines, notes } = await decode([syn, segment(0, from), segment(from + 10), fin]);
  expect(exitCode).toBe(1);
  expect(lines.map(({ offset }) => offset)).toEqual(
    whole.lines.map(({ offset }) => offset).filter((offset) => offset !== at(second)),
  );
  expect(notes).toEqual([`${connection}: 10 octets missing at offset ${from}`, 'messages are missing']);
});

test.each([
  ['a whole message', at(second), at(third)],
  ['a header', at(second) + 2, at(second) + 30],
])('a hole of %s ends the stream', async (_name, from, to) => {
  const { exitCode, lines, notes } = await decode([syn, segment(0, from), segment(to), fin]);
  expect({ exitCode, lines: lines.length }).toEqual({ exitCode: 1, lines: 1 });
  expect(notes[0]).toBe(
    `${connection}: ${to - from} octets missing at offset ${from}, and where the next message begins is not known`,
  );
});

test('a hole that reaches beyond its message ends the stream', async () => {
  const from = at(second) + 20;
  const { lines, notes } = await decode([syn, segment(0, from), segment(at(third) + 10), fin]);
  expect(lines).toHaveLength(1);
  expect(notes).toEqual([
    `${connection}: ${at(third) + 10 - from} octets missing at offset ${from}`,
    `${connection}: not BMP at offset ${at(third)}: BMP version 0`,
    'messages are missing',
  ]);
});

test('a hole before the FIN', async () => {
  const { exitCode, notes } = await decode([syn, segment(0, stream.length - 5), fin]);
  expect(exitCode).toBe(1);
  expect(notes[0]).toBe(`${connection}: 5 octets missing at offset ${stream.length - 5}`);
});

test('a connection that is reset in a message', async () => {
  const { exitCode, lines, notes } = await decode([
    syn,
    segment(0, at(second) + 20),
    { sequence: begin + at(second) + 20, flags: flags.rst },
    segment(at(second) + 20),
  ]);
  expect({ exitCode, lines: lines.length }).toEqual({ exitCode: 1, lines: 1 });
  expect(notes[0]).toBe(`${connection}: the last message is cut off: 20 octets of it at offset ${at(second)}`);
});

test('the station resets', async () => {
  const { lines, notes } = await decode([
    syn,
    { sequence: 4, flags: flags.syn, isReply: true },
    segment(0, at(second) + 20),
    { sequence: 5, flags: flags.rst, isReply: true },
    segment(at(second) + 20),
  ]);
  expect(lines).toHaveLength(1);
  expect(notes[0]).toContain('the last message is cut off');
});

test.each([
  ['after a FIN', [fin]],
  ['without one', []],
])('ports used again %s', async (_name, ending) => {
  const again = [syn, segment(0), fin].map((one) => ({ ...one, sequence: one.sequence + 5_000_000 }));
  const { exitCode, lines, notes } = await decode([syn, segment(0), ...ending, ...again]);
  expect({ exitCode, notes }).toEqual({ exitCode: 0, notes: [] });
  expect(lines.map(({ offset }) => offset)).toEqual([...whole.lines, ...whole.lines].map(({ offset }) => offset));
});

test('ports used again by a connection whose SYN was not captured', async () => {
  const again = { ...segment(0), sequence: begin + 500_000_000 };
  const { lines, notes } = await decode([syn, segment(0), again]);
  expect(notes).toEqual([]);
  expect(lines).toHaveLength(2 * whole.lines.length);
});

test('connections side by side, each with a decoder of its own', async () => {
  const other = (one: Segment): Segment => ({ ...one, port: 50_000 });
  const { lines, notes } = await decode([
    syn,
    other(syn),
    segment(0, 333),
    other(segment(0, 777)),
    other(segment(777)),
    segment(333),
    fin,
    other(fin),
  ]);
  expect(notes).toEqual([]);
  for (const port of [40_000, 50_000]) {
    const own = lines.filter((line) => line.connection === `10.0.0.1:${port}>10.0.0.2:11019`);
    expect(own.map(({ offset }) => offset)).toEqual(whole.lines.map(({ offset }) => offset));
  }
});

test('BMP may come from either end; what does not begin with it is passed over', async () => {
  const http = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n');
  const rdp = Uint8Array.of(3, 0, 0, 0x13, 0x0e, 0xe0, 0, 0);
  const segments = [
    { sequence: 1, payload: http },
    { sequence: 9, payload: rdp, port: 3389 },
    { sequence: 3, payload: Uint8Array.of(3, 0), port: 7 },
    ...[syn, segment(0), fin].map((one) => ({ ...one, isReply: true })),
    segment(at(second) + 7, stream.length, { port: 8 }),
  ];
  const { exitCode, lines, notes } = await decode(segments);
  expect(exitCode).toBe(0);
  expect(lines).toHaveLength(whole.lines.length);
  expect(lines[0]?.connection).toBe('10.0.0.2:11019>10.0.0.1:40000');
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^passed over: 4 TCP streams that don't begin with BMP: 10\.0\.0\.1:40000>/);
});

test('of what waits for a missing segment no more than a bounded part is kept', async () => {
  const from = at(second) + 20;
  const body = new Uint8Array(60_000);
  const later = Array.from({ length: 20 }, (_, index) => ({
    sequence: begin + from + 10 + index * body.length,
    payload: body,
  }));
  const missing = segment(from, from + 10);
  const { lines, notes } = await decode([syn, segment(0, from), ...later, missing]);
  expect(lines).toHaveLength(1);
  expect(notes[0]).toBe(`${connection}: 10 octets missing at offset ${from}`);
});
