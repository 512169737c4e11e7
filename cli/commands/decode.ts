import { createReadStream } from 'node:fs';
import { CliError, exitCodes } from '../exit-code.ts';
import type { Command, Context } from './command.ts';
import { print } from './list-command.ts';

export const decode: Command = {
  words: ['decode'],
  summary: 'recorded BMP as NDJSON, one object a message; needs no station',
  parameters: [{ name: 'FILE|-', required: false }],
  options: {
    format: {
      summary: 'octets of one connection, or packets (pcap, pcapng); else told by the content',
      value: 'FORMAT',
      choices: ['bmp', 'pcap'],
    },
  },
  formats: ['ndjson'],
  async run({ parameters: [file = '-'], options, terminal }) {
    const chunks = file === '-' ? terminal.stdin : readFile(file);
    await print(await linesOf(chunks, options.text('format'), terminal), terminal);
    return exitCodes.ok;
  },
};

/** The codec is loaded only here: it has more modules than the rest of the command line. */
async function linesOf(
  file: AsyncIterable<Uint8Array>,
  format: string | undefined,
  terminal: Context['terminal'],
): Promise<AsyncIterable<string>> {
  const { openFile } = await import('../capture/file-format.ts');
  const { chunks, packets } = await openFile(file);
  if (format === 'bmp' || (format === undefined && packets === null)) {
    const { decodedLines } = await import('../decoding.ts');
    return decodedLines(chunks);
  }
  if (packets === null) throw new CliError('this is no packet capture (pcap or pcapng)');
  const { capturedLines } = await import('../capture/captured-lines.ts');
  return capturedLines(chunks, packets, (text) => terminal.note(text));
}

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk;
  } catch (error) {
    throw new CliError(`can't read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}
