import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { root } from '#infra/bundles.ts';
import { type Account, accountId, awsEnvironment, region } from './account.ts';
import { runProgram } from './program.ts';

const outputsFile = z.record(z.string(), z.record(z.string(), z.string()));
export type StackOutputs = z.output<typeof outputsFile>;

const patienceMilliseconds = 600_000;

/** The CDK's command line, as an operator uses it, on an account of this machine. */
export class Cdk {
  readonly #account: Account | null;
  readonly #directory: string;
  readonly #environment: Record<string, string>;

  /** Without an account it can synthesise. `images` is a folder for the store of images that docker.ts builds into; null builds none, see docker.ts. */
  constructor(account: Account | null, directory: string, images: string | null) {
    this.#account = account;
    this.#directory = directory;
    this.#environment = {
      ...awsEnvironment,
      ...(account !== null && { AWS_ENDPOINT_URL: account.url }),
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
      HOME: directory,
      CI: 'true',
      NO_COLOR: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DOCKER: join(import.meta.dirname, 'docker.ts'),
      REHEARSAL_IMAGES: images ?? '',
    };
  }

  /** From where there is no app, so that nothing is synthesised for it. */
  async bootstrap(): Promise<void> {
    const empty = join(this.#directory, 'empty');
    mkdirSync(empty, { recursive: true });
    await this.#run(['bootstrap', `aws://${accountId}/${region}`], empty);
  }

  /** All stacks of the app, synthesised anew into `assembly`. @returns what the CLI said, and the outputs of the stacks */
  async deploy(assembly: string, context: readonly string[] = []): Promise<{ said: string; outputs: StackOutputs }> {
    const file = join(this.#directory, 'outputs.json');
    const said = await this.#run([
      ...['deploy', '--all', '--method', 'direct', '--require-approval', 'never', '--concurrency', '2'],
      ...['--output', assembly, '--outputs-file', file, ...context.flatMap((each) => ['--context', each])],
    ]);
    return { said, outputs: outputsFile.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  }

  async synthesise(assembly: string): Promise<void> {
    await this.#run(['synth', '--all', '--quiet', '--output', assembly]);
  }

  /** What the account has, against an assembly. Rejects when they differ. */
  async diff(assembly: string): Promise<string> {
    return await this.#run(['diff', '--all', '--fail', '--no-change-set', '--app', assembly]);
  }

  async #run(args: readonly string[], cwd = root): Promise<string> {
    const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
    const env = this.#environment;
    try {
      return await runProgram(process.execPath, [cdk, ...args], {
        cwd,
        env,
        timeoutMilliseconds: patienceMilliseconds,
      });
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${this.#account?.firstFault() ?? ''}`);
    }
  }
}
