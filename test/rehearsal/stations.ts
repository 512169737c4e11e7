import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { root } from '#infra/bundles.ts';
import { waitFor } from '#local/wait.ts';
import { credentials, region } from './account.ts';
import { runProgram } from './program.ts';
import { RunningProgram } from './running-program.ts';

/** What of a station is compared: commands whose text names no time, and shows nothing but the reference lab. */
export const comparedCommands = [
  ['service-chain', 'discovered'],
  ...['nj', 'md', 'la'].map((location) => ['topology', '--location', location]),
];

const addresses = z.object({ api: z.url() });
const elements = z.array(z.object({ state: z.string() }));

/** `npm start` on free ports. @returns the program, and the URL of its API */
export async function startLocally(): Promise<{ program: RunningProgram; api: string }> {
  const any = '127.0.0.1:0';
  const args = ['local/main.ts', '--json', '--bmp', any, '--api', any];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const program = new RunningProgram(child);
  for await (const line of createInterface({ input: child.stdout })) {
    return { program, api: addresses.parse(JSON.parse(line)).api };
  }
  throw new Error(`it ended\n${program.output}`);
}

/** The command line, as an operator has it, and signing where the station wants it. */
export class CommandLine {
  readonly #url: string;
  readonly #environment: Record<string, string>;
  readonly #options: readonly string[];

  /** `directory` takes the AWS profile that requests are signed with; null: unsigned. */
  constructor(url: string, directory: string | null) {
    this.#url = url;
    this.#environment = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };
    this.#options = directory === null ? [] : ['--profile', profile];
    if (directory === null) return;
    const file = join(directory, 'aws-config');
    writeFileSync(file, `[profile ${profile}]\n${keys}\nregion = ${region}\n`);
    Object.assign(this.#environment, {
      AWS_CONFIG_FILE: file,
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_REGION: region,
    });
  }

  async run(...command: readonly string[]): Promise<string> {
    const args = [join(root, 'cli/bmpaas.js'), ...command, '--url', this.#url, ...this.#options];
    return await runProgram(process.execPath, args, { env: this.#environment });
  }

  /** Resolves when so many elements are complete. */
  async complete(count: number, timeoutMilliseconds = 60_000): Promise<void> {
    let last = '';
    const answer = async () => {
      last = await this.run('element', 'list', '--output', 'json');
      return elements.parse(JSON.parse(last)).filter(({ state }) => state === 'complete').length >= count;
    };
    await waitFor(answer, `${count} complete elements`, timeoutMilliseconds).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error}\n${last}`);
    });
  }
}

const profile = 'rehearsal';
const keys = `aws_access_key_id = ${credentials.accessKeyId}\naws_secret_access_key = ${credentials.secretAccessKey}`;
