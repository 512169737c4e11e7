import { once } from 'node:events';
import { styleText } from 'node:util';

/** Where a command reads and writes; tests bring their own. */
export interface Terminal {
  env: Record<string, string | undefined>;
  /** Resolves when the reader of the pipe has room again. */
  write(text: string): Promise<void>;
  /** The same, as they are. */
  writeOctets(octets: Uint8Array): Promise<void>;
  /** One line for people on stderr. */
  note(text: string): void;
  stdin: AsyncIterable<Uint8Array>;
  /** Is stdout a screen that takes colour? */
  colour: boolean;
}

export const processTerminal: Terminal = {
  env: process.env,
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  async writeOctets(octets) {
    if (!process.stdout.write(octets)) await once(process.stdout, 'drain');
  },
  note(text) {
    process.stderr.write(`bmpaas: ${text}\n`);
  },
  stdin: process.stdin,
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
};

const colourOfState: Record<string, 'green' | 'yellow' | 'red'> = {
  up: 'green',
  synced: 'green',
  complete: 'green',
  announced: 'green',
  resolved: 'green',
  learning: 'yellow',
  stale: 'yellow',
  draining: 'yellow',
  warning: 'yellow',
  'half-open': 'red',
  rejected: 'red',
  conflict: 'red',
  down: 'red',
  lost: 'red',
  critical: 'red',
  dangling: 'red',
};

const colourOfChange = { '+': 'green', '-': 'red', '~': 'yellow' } as const;

export type ChangeSign = keyof typeof colourOfChange;

/** A line of what would appear, vanish or change, in the colour of its sign. */
export const paintChange = (sign: ChangeSign, text: string): string =>
  styleText(colourOfChange[sign], text, { validateStream: false });

/** A state word in the colour of how bad it is; other words as they are. */
export function paintState(text: string): string {
  const colour = colourOfState[text];
  return colour === undefined ? text : styleText(colour, text, { validateStream: false });
}
