import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { buildBundle, bundles } from '#infra/bundles.ts';
import type { CrowdReport, Order } from './crowd-worker.ts';
import { cpuTicks, residentMemory, ticksASecond } from './station.ts';

const started = z.object({ msg: z.literal('collector started'), address: z.object({ port: z.number() }) });
const hello = z.object({ url: z.string() });

/** The collector as it is deployed, a bundle in a process on one core, with its routers, stream and table in another process on the other cores. */
export class CollectorHost {
  readonly #collector: ChildProcess;
  readonly #crowd: ChildProcess;
  readonly #directory: string;
  readonly #pid: number;
  readonly port: number;

  private constructor(collector: ChildProcess, crowd: ChildProcess, directory: string, port: number) {
    this.#collector = collector;
    this.#crowd = crowd;
    this.#directory = directory;
    this.#pid = pidOf(collector);
    this.port = port;
  }

  static async start(environment: Record<string, string> = {}): Promise<CollectorHost> {
    const directory = mkdtempSync(join(tmpdir(), 'bmpaas-bench-collector-'));
    buildBundle(bundles.collector, directory);
    const crowd = fork(new URL('crowd-worker.ts', import.meta.url).pathname);
    const [message] = await once(crowd, 'message');
    const { url } = hello.parse(message);
    const file = join(directory, bundles.collector.outputFile);
    const collector = spawn(process.execPath, [...nodeOptions(), file], {
      env: { ...process.env, ...environmentOf(url), ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    bind(pidOf(collector), '0');
    bind(pidOf(crowd), `1-${availableParallelism() - 1}`);
    return new CollectorHost(collector, crowd, directory, await portOf(collector));
  }

  /** Resolves when it is done. */
  async order(order: Order): Promise<void> {
    await this.#ask(order);
  }

  async report(): Promise<CrowdReport> {
    return (await this.#ask({ do: 'report' })) as CrowdReport;
  }

  /** Since it started. */
  get cpuSeconds(): number {
    return cpuTicks(this.#pid) / ticksASecond;
  }

  /** Now; MiB. */
  get memory(): number {
    return residentMemory(this.#pid, 'VmRSS');
  }

  /** Highest so far; MiB. */
  get highestMemory(): number {
    return residentMemory(this.#pid, 'VmHWM');
  }

  async stop(): Promise<void> {
    for (const child of [this.#crowd, this.#collector]) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(this.#directory, { recursive: true });
  }

  async #ask(order: Order): Promise<unknown> {
    const answered = once(this.#crowd, 'message');
    this.#crowd.send(order);
    return (await answered)[0];
  }
}

const environmentOf = (url: string) => ({
  ...{ STREAM_NAME: 'bench', TABLE_NAME: 'bench', BMP_PORT: '0', HEALTH_PORT: '0', MAX_CONNECTIONS: '20000' },
  ...{ AWS_ENDPOINT_URL_KINESIS: url, AWS_ENDPOINT_URL_DYNAMODB: url, AWS_REGION: 'us-east-1' },
  ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', NODE_ENV: 'production' },
});

/** Those that the image starts the collector with. */
export function nodeOptions(): string[] {
  const dockerfile = readFileSync(new URL('../../collector/Dockerfile', import.meta.url), 'utf8');
  return dockerfile.match(/--(?:max-[a-z-]+=\d+|enable-source-maps)/g) ?? [];
}

/** All threads of a process, to these cores; where there is no taskset they stay where they are. */
function bind(pid: number, cores: string): void {
  try {
    execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
  } catch {
    console.log('  not bound to a core: there is no taskset, or only one core');
  }
}

/** From the log, which goes on and is not read any further. */
async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('the collector has no standard output');
  for await (const line of createInterface(stdout)) {
    const { data } = started.safeParse(JSON.parse(line));
    if (data === undefined) continue;
    stdout.resume();
    return data.address.port;
  }
  throw new Error('the collector ended before it listened');
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
}
