import type { CapturedFileRow, CaptureRow } from '#model/api-control-rows.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { type Column, cellText } from '../output/columns.ts';
import { formats } from '../output/format.ts';
import { renderList, renderOne } from '../output/list.ts';
import { octetsOfSize } from '../size.ts';
import { captureStates } from '../states.ts';
import { capturesPath, foundCapture, ofRouter, wantedCapture } from './capture-of-router.ts';
import type { Command, Options } from './command.ts';
import { listCommand, print } from './list-command.ts';

const columns: readonly Column<CaptureRow>[] = [
  { name: 'ROUTER', value: ({ router }) => router },
  { name: 'CAPTURE', value: ({ id }) => id },
  { name: 'STATE', value: ({ state }) => state, state: true },
  { name: 'STARTED', value: ({ startedAt }) => startedAt },
  { name: 'MESSAGES', value: ({ messages }) => messages },
  { name: 'OCTETS', value: ({ bytes }) => bytes },
  { name: 'DROPPED', value: ({ dropped }) => dropped.messages },
  { name: 'FILES', value: ({ files }) => files.length },
];

const details: readonly Column<CaptureRow>[] = [
  ...columns,
  { name: 'UNTIL', value: ({ until }) => until },
  { name: 'ENDED', value: ({ endReason }) => endReason },
  { name: 'REQUESTED BY', value: ({ requestedBy }) => requestedBy },
  { name: 'COLLECTOR', value: ({ collector }) => collector },
  { name: 'FAILURE', value: ({ failure }) => failure },
];

const fileColumns: readonly Column<CapturedFileRow>[] = [
  { name: 'FILE', value: ({ number }) => number },
  { name: 'SESSION', value: ({ session }) => session },
  { name: 'MESSAGES', value: ({ messages }) => messages },
  { name: 'OCTETS', value: ({ bytes }) => bytes },
  { name: 'PREAMBLE', value: ({ preambleBytes }) => preambleBytes },
  { name: 'FOLLOWS', value: ({ follows }) => (follows ? 'yes' : 'no') },
  { name: 'FIRST', value: ({ firstAt }) => firstAt },
  { name: 'LAST', value: ({ lastAt }) => lastAt },
];

export const captureStart: Command = {
  words: ['capture', 'start'],
  summary: 'writes what a router sends into files, as it is',
  parameters: [ofRouter],
  options: {
    size: { summary: 'of a file (default 16M)', value: 'SIZE' },
    files: { summary: 'how many are kept, the oldest making room (default 4)', value: 'N' },
    minutes: { summary: 'after which it ends by itself (default 10)', value: 'N' },
    resync: { summary: 'closes the session, and begins with the first octet of the next one' },
  },
  formats: ['text'],
  example: 'capture start nj01emd --size 16M --files 4 --minutes 10',
  async run({ api, parameters: [router = ''], options, terminal }) {
    const { data } = await api.send<CaptureRow>('POST', capturesPath(router), JSON.stringify(asked(options)));
    await terminal.write(`${cellText(data.router)} is captured until ${cellText(data.until)}: ${cellText(data.id)}\n`);
    return exitCodes.ok;
  },
};

function asked(options: Options): object {
  const size = options.text('size');
  const files = options.text('files');
  const minutes = options.text('minutes');
  return {
    ...(size !== undefined && { fileBytes: octetsOfSize('size', size) }),
    ...(files !== undefined && { files: wholeNumber('files', files) }),
    ...(minutes !== undefined && { minutes: wholeNumber('minutes', minutes) }),
    ...(options.flag('resync') && { resync: true }),
  };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} is a whole number, not '${text}'`);
}

export const captureStop: Command = {
  words: ['capture', 'stop'],
  summary: 'ends the capture of a router; its files stay until they expire',
  parameters: [ofRouter],
  options: {},
  formats: ['text'],
  async run({ api, parameters: [router = ''], terminal }) {
    const running = await foundCapture(api, router, ({ state }) => state !== 'ended');
    if (running === undefined) {
      terminal.note(`${cellText(router)} is not being captured`);
      return exitCodes.notFound;
    }
    await api.send('DELETE', `${capturesPath(router)}/${encodeURIComponent(running.id)}`);
    await terminal.write(`${cellText(running.id)} is stopped\n`);
    return exitCodes.ok;
  },
};

export const captureList = listCommand<CaptureRow>({
  words: ['capture', 'list'],
  summary: 'captures of what routers send',
  path: '/v1/captures',
  options: {
    state: { summary: 'only those in this state', value: 'STATE', query: 'state', choices: captureStates },
  },
  columns,
});

export const captureShow: Command = {
  words: ['capture', 'show'],
  summary: 'the last capture of a router, and its files',
  parameters: [ofRouter],
  options: wantedCapture,
  formats,
  async run({ api, parameters: [router = ''], options, format, terminal }) {
    const wanted = options.text('capture');
    const found = await foundCapture(api, router, ({ id }) => wanted === undefined || id === wanted);
    if (found === undefined) {
      terminal.note(`nothing of ${cellText(router)} has been captured`);
      return exitCodes.notFound;
    }
    const isForPeople = format === 'table' || format === 'text';
    if (isForPeople || format === 'json') await print(renderOne(found, details, format, terminal.colour), terminal);
    if (isForPeople) await terminal.write('\n');
    if (format !== 'json') await print(renderList(found.files, fileColumns, format, terminal.colour), terminal);
    return exitCodes.ok;
  },
};
