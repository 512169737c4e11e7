import { createReadStream } from 'node:fs';
import { CliError, exitCodes } from '../exit-code.ts';
import type { Command } from './command.ts';

/** Files that are often given and hold no bare BMP stream, by their first octets. */
const otherFiles: readonly { magic: string; what: string }[] = [
  { magic: 'd4c3b2a1', what: 'a packet capture (pcap), not the TCP payload of a BMP connection' },
  { magic: 'a1b2c3d4', what: 'a packet capture (pcap), not the TCP payload of a BMP connection' },
  { magic: '4d3cb2a1', what: 'a packet capture (pcap), not the TCP payload of a BMP connection' },
  { magic: 'a1b23c4d', what: 'a packet capture (pcap), not the TCP payload of a BMP connection' },
  { magic: '0a0d0d0a', what: 'a packet capture (pcapng), not the TCP payload of a BMP connection' },
  { magic: '1f8b', what: 'compressed with gzip: pipe it through zcat' },
  { magic: '28b52ffd', what: 'compressed with zstd: pipe it through zstdcat' },
];

export const decode: Command = {
  words: ['decode'],
  summary: 'a raw BMP byte stream as NDJSON, one object a message; needs no station',
  parameters: [{ name: 'FILE|-', required: false }],
  options: { format: { summary: 'what FILE holds', value: 'FORMAT', choices: ['bmp'] } },
  formats: ['ndjson'],
  async run({ parameters: [file = '-'], terminal }) {
    // Loaded only here: the codec has more modules than the rest of the command line.
    const { decodedLines } = await import('../decoding.ts');
    const chunks = file === '-' ? terminal.stdin : readFile(file);
    for await (const lines of decodedLines(bareStream(chunks))) await terminal.write(lines);
    return exitCodes.ok;
  },
};

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk;
  } catch (error) {
    throw new CliError(`can't read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

async function* bareStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    if (first) refuseOtherFiles(chunk);
    first = false;
    yield chunk;
  }
}

function refuseOtherFiles(chunk: Uint8Array): void {
  const start = Buffer.from(chunk.subarray(0, 4)).toString('hex');
  const other = otherFiles.find(({ magic }) => start.startsWith(magic));
  if (other !== undefined) throw new CliError(`this is ${other.what}`);
}
