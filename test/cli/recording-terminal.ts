import { run } from '#cli/run.ts';
import type { Terminal } from '#cli/terminal.ts';

export interface Recorded {
  exitCode: number;
  stdout: string;
  /** What was written as octets. */
  octets?: Buffer;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  stdin?: Iterable<Uint8Array>;
  colour?: boolean;
  /** Called with each piece of stdout; may throw to end the command. */
  onOutput?: (text: string) => void;
}

/** Runs the command line in this process and records what it says. */
export async function runRecorded(argv: readonly string[], options: RunOptions = {}): Promise<Recorded> {
  const recorded: Recorded = { exitCode: -1, stdout: '', stderr: '' };
  const terminal: Terminal = {
    env: options.env ?? {},
    async write(text) {
      recorded.stdout += text;
      options.onOutput?.(text);
    },
    async writeOctets(octets) {
      recorded.octets = Buffer.concat([recorded.octets ?? Buffer.alloc(0), octets]);
    },
    note(text) {
      recorded.stderr += `${text}\n`;
    },
    stdin: chunks(options.stdin ?? []),
    colour: options.colour ?? false,
  };
  recorded.exitCode = await run(argv, terminal);
  return recorded;
}

async function* chunks(from: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* from;
}
