import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { messageVectors } from '#test/fixtures/vectors/messages/index.ts';
import type { VersionedMessage } from '#test/fixtures/vectors/messages/parts.ts';
import { type Malformed, octets, type Vector } from '#test/fixtures/vectors/vector.ts';
import { tcpStreams } from '#test/protocol/pcap.ts';

const committed = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const shared = process.env.BMPAAS_CAPTURES ?? fileURLToPath(new URL('../../../shared/captures', import.meta.url));

/** Of a long capture its beginning is enough. */
const longestStream = 1_000_000;

/** The octets of BMP connections, and the capture files with packets in them; what is not here is done without. */
export function loadCaptures(): { streams: Uint8Array[]; pcaps: Uint8Array[] } {
  const files = [...filesIn(committed), ...filesIn(join(shared, 'vendor')), ...filesIn(join(shared, 'bench'))];
  const pcaps = files.filter((file) => file.endsWith('.pcap')).map(readOctets);
  const streams = [
    ...files.filter((file) => file.endsWith('.bmp')).map(readOctets),
    ...files.filter((file) => file.endsWith('.bmp.gz')).map((file) => new Uint8Array(gunzipSync(readOctets(file)))),
    ...pcaps.flatMap((pcap) => [...tcpStreams(pcap).values()]),
  ];
  return { streams: streams.map((stream) => stream.slice(0, longestStream)), pcaps };
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .toSorted();
}

const readOctets = (file: string): Uint8Array => new Uint8Array(readFileSync(file));

export function framesOf(stream: Uint8Array): Frame[] {
  const framer = new Framer();
  framer.push(stream);
  const frames: Frame[] = [];
  for (let frame = framer.next(); frame !== null; frame = framer.next()) frames.push(frame);
  return frames;
}

interface AnyVectors<Value> {
  vectors: readonly Pick<Vector<Value>, 'hex'>[];
  malformed: readonly Pick<Malformed, 'hex'>[];
  arbitrary?: fc.Arbitrary<Value>;
}

const samples = 30;

/** The octets of vectors, good and bad, and of values that their arbitrary makes up. */
export function octetsOf<Value>(
  { vectors, malformed, arbitrary }: AnyVectors<Value>,
  encode: (value: Value) => Uint8Array,
): Uint8Array[] {
  const made = arbitrary === undefined ? [] : fc.sample(arbitrary, { numRuns: samples, seed: 1 });
  return [...[...vectors, ...malformed].map(({ hex }) => octets(...hex)), ...made.map(encode)];
}

/** Whole BMP messages of every type. */
export function messageOctets(): Uint8Array[] {
  return Object.values(messageVectors).flatMap(({ arbitrary }) =>
    fc
      .sample<VersionedMessage<BmpMessage>>(arbitrary, { numRuns: samples, seed: 1 })
      .map(({ version, message }) => encodeBmpMessage(message, { version })),
  );
}
