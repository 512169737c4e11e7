import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Frame } from '#protocol/bmp/framer.ts';
import { framesOf } from '#test/protocol/bmp/frames.ts';
import { tcpStreams } from '#test/protocol/pcap.ts';
import { type SingleMessage, singleMessages, wrapped } from './single-messages.ts';

/** BMP messages of one connection, and what is known of them beside. */
export interface Capture {
  name: string;
  frames: Frame[];
  /** Octets behind the last whole message. */
  left: number;
  /** Of a long capture the messages that are compared; null where all are. */
  sample: Set<number> | null;
  /** The file of NetGauze's reading. */
  netgauze: string | null;
  /** ExaBGP's reading of each message. */
  singles: SingleMessage[] | null;
}

export interface CaptureSource {
  name: string;
  /** One for each connection. */
  load(): Capture[];
}

const committed = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const shared = process.env.BMPAAS_CAPTURES ?? fileURLToPath(new URL('../../../shared/captures', import.meta.url));

/** As many of the first messages of a long capture, and as many again spread over the rest. */
const sampleHalf = 5_000;
const longCapture = 50_000;

/** Every capture there is, and the folders that are not here. Copies of what lies among the fixtures are left out. */
export function findCaptures(): { sources: CaptureSource[]; absent: string[] } {
  const known = new Set(readdirSync(committed));
  const files = [...filesIn(committed), ...filesIn(shared).filter((file) => !known.has(basename(file)))];
  const streams = files.filter((file) => /\.(bmp|bmp\.gz|pcap)$/.test(file));
  const singles = join(shared, 'vendor', 'bgp-messages');
  const sources = streams.map((file) => ({ name: nameOf(file), load: () => loadStreams(file) }));
  if (existsSync(singles)) sources.push({ name: 'bgp-messages', load: () => [loadSingles(singles)] });
  return {
    sources,
    absent: ['vendor', 'bench'].map((name) => join(shared, name)).filter((path) => !existsSync(path)),
  };
}

const nameOf = (file: string): string =>
  file.startsWith(shared) ? relative(shared, file) : join('lab', relative(committed, file));

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** NetGauze's reading beside a pcap is of its one connection. */
function loadStreams(file: string): Capture[] {
  const streams = streamsOf(file);
  const json = file.replace(/\.pcap$/, '-bmp.json');
  const netgauze = json !== file && streams.length === 1 && existsSync(json) ? json : null;
  return streams.map((stream, index) => {
    const { frames, left } = framesOf(stream);
    const name = streams.length === 1 ? nameOf(file) : `${nameOf(file)} connection ${index + 1}`;
    return { name, frames, left, sample: sampleOf(frames.length), netgauze, singles: null };
  });
}

function streamsOf(file: string): Uint8Array[] {
  const content = readFileSync(file);
  if (file.endsWith('.gz')) return [gunzipSync(content)];
  return file.endsWith('.pcap') ? [...tcpStreams(content).values()] : [content];
}

function loadSingles(folder: string): Capture {
  const singles = filesIn(folder).flatMap(singleMessages);
  const { frames, left } = framesOf(Buffer.concat(singles.map(wrapped)));
  return { name: 'bgp-messages', frames, left, sample: null, netgauze: null, singles };
}

function sampleOf(count: number): Set<number> | null {
  if (count < longCapture) return null;
  const step = (count - sampleHalf) / sampleHalf;
  const spread = Array.from({ length: sampleHalf }, (_, index) => Math.floor(sampleHalf + index * step));
  return new Set([...Array(sampleHalf).keys(), ...spread]);
}
