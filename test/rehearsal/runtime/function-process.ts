import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { accountId, region } from '../account.ts';
import type { DeployedFunction } from '../deployed.ts';
import { FunctionFailed, RuntimeApi } from './runtime-api.ts';

/** Of a function's memory, what Lambda lets V8 use for old objects. */
const heapShare = 0.9;

/** One execution environment of a deployed function: its code, its variables, its memory and its time. */
export class FunctionProcess {
  readonly title: string;
  readonly #timeoutSeconds: number;
  readonly #api: RuntimeApi;
  readonly #child: ChildProcess;
  #log = '';
  #invocations = 0;

  private constructor(deployed: DeployedFunction, api: RuntimeApi, child: ChildProcess) {
    this.title = deployed.title;
    this.#timeoutSeconds = deployed.Timeout;
    this.#api = api;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
    }
    child.once('exit', (code, signal) =>
      api.break(new FunctionFailed(`ended with ${code ?? signal}\n${this.#log.slice(-2000)}`)),
    );
  }

  /** `directory` holds its code; `environment` is added to the function's own, as it says where AWS is. */
  static async start(
    deployed: DeployedFunction,
    directory: string,
    environment: Record<string, string>,
  ): Promise<FunctionProcess> {
    const api = new RuntimeApi(`arn:aws:lambda:${region}:${accountId}:function:${deployed.name}`);
    const address = await api.open();
    const heap = `--max-old-space-size=${Math.floor(deployed.MemorySize * heapShare)}`;
    const child = spawn(process.execPath, [heap, join(import.meta.dirname, 'bootstrap.ts')], {
      cwd: directory,
      env: { ...lambdaEnvironment(deployed, directory, address), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new FunctionProcess(deployed, api, child);
  }

  get log(): string {
    return this.#log;
  }

  /** How many have been answered without an error. */
  get invocations(): number {
    return this.#invocations;
  }

  async invoke(event: unknown): Promise<unknown> {
    const answer = await this.#api.invoke(event, this.#timeoutSeconds);
    this.#invocations += 1;
    return answer;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await ended;
    }
    await this.#api.close();
  }
}

const lambdaEnvironment = ({ name, Handler, MemorySize }: DeployedFunction, directory: string, address: string) => ({
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TZ: ':UTC',
  LANG: 'en_US.UTF-8',
  LAMBDA_TASK_ROOT: directory,
  _HANDLER: Handler,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_RUNTIME_API: address,
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
  AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
  AWS_LAMBDA_LOG_STREAM_NAME: 'rehearsal',
});
