import { open } from 'node:fs/promises';
import type { CaptureFileRow, CaptureRow } from '#model/api-control-rows.ts';
import type { ApiClient } from '../api-client.ts';
import { CliError, exitCodes, UsageError } from '../exit-code.ts';
import { cellText } from '../output/columns.ts';
import type { Terminal } from '../terminal.ts';
import { capturesPath, foundCapture, ofRouter, wantedCapture } from './capture-of-router.ts';
import type { Command } from './command.ts';

export const captureGet: Command = {
  words: ['capture', 'get'],
  summary: 'the octets of a capture, for `bmpaas decode`; all its files as one stream, where none is named',
  parameters: [ofRouter, { name: 'FILE|-', required: false }],
  options: {
    file: { summary: 'only this file, as `capture show` counts them', value: 'N' },
    ...wantedCapture,
  },
  formats: ['text'],
  example: 'capture get nj01emd | bmpaas decode -',
  async run({ api, parameters: [router = '', target = '-'], options, terminal }) {
    if (target === '-' && terminal.colour) throw new UsageError('these are octets: name a file, or pipe them on');
    const wanted = options.text('capture');
    const capture = await foundCapture(api, router, ({ id }) => wanted === undefined || id === wanted);
    const numbers = capture === undefined ? [] : numbersOf(capture, options.text('file'));
    if (capture === undefined || numbers.length === 0) {
      terminal.note(`nothing of ${cellText(router)} has been captured`);
      return exitCodes.notFound;
    }
    await write(streamOf(api, capture, numbers), target, terminal);
    return exitCodes.ok;
  },
};

/** One that is not there any more is for the station to tell. */
function numbersOf({ files }: CaptureRow, wanted: string | undefined): number[] {
  if (wanted === undefined) return files.map(({ number }) => number);
  if (!/^[1-9]\d{0,8}$/.test(wanted)) throw new UsageError(`--file is a number from 1 on, not '${wanted}'`);
  return [Number(wanted)];
}

/** The files one behind the other. What a file repeats at its start is left out where the one before it has said it. */
async function* streamOf(
  api: ApiClient,
  { router, id }: CaptureRow,
  numbers: readonly number[],
): AsyncGenerator<Uint8Array> {
  let last: number | null = null;
  for (const number of numbers) {
    const path = `${capturesPath(router)}/${encodeURIComponent(id)}/files/${number}`;
    const { data: file } = await api.get<CaptureFileRow>(path);
    const isContinued = file.follows && last === number - 1;
    yield* partOf(api, file, isContinued ? file.preambleBytes : 0);
    last = number;
  }
}

/** From `start` to the last whole message that the station knows of: the file may be growing. */
async function* partOf(
  api: ApiClient,
  { url, number, bytes }: CaptureFileRow,
  start: number,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of api.octets(url)) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, bytes - at));
    at += chunk.length;
    if (part.length > 0) yield part;
  }
  if (at < bytes) throw new CliError(`file ${number} has ${at} octets, and should have ${bytes}`);
}

async function write(octets: AsyncIterable<Uint8Array>, target: string, terminal: Terminal): Promise<void> {
  if (target === '-') {
    for await (const part of octets) await terminal.writeOctets(part);
    return;
  }
  const file = await open(target, 'w').catch((error: unknown) => {
    throw new CliError(`can't write ${target}: ${error instanceof Error ? error.message : error}`);
  });
  try {
    for await (const part of octets) await file.writeFile(part);
  } finally {
    await file.close();
  }
}
