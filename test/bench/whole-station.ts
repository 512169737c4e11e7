import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { cpuTicks, residentMemory, ticksASecond } from './station.ts';

const entryPoint = fileURLToPath(new URL('../../local/main.ts', import.meta.url));

const addresses = z.object({ bmp: z.string(), api: z.string() });
const counted = z.object({ data: z.array(z.object({ routes: z.number() })) });
/** A line of the station's log that tells of a compaction. */
const compacted = z.object({
  msg: z.literal('compacted'),
  outcome: z.string(),
  family: z.string(),
  blocks: z.number(),
  rows: z.number(),
  milliseconds: z.number(),
});

export type Compacted = z.output<typeof compacted>;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** `npm start -- --no-demo --json` as a process of its own, which is all there is of it. */
export class WholeStation {
  readonly #child: Child;
  readonly #pid: number;
  readonly #addresses: z.output<typeof addresses>;

  private constructor(child: Child, pid: number, told: z.output<typeof addresses>) {
    this.#child = child;
    this.#pid = pid;
    this.#addresses = told;
  }

  static async start(): Promise<WholeStation> {
    const options = ['--no-demo', '--json', '--bmp', '127.0.0.1:0', '--api', '127.0.0.1:0'];
    const child = spawn(process.execPath, [entryPoint, ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LOG_LEVEL: 'info' },
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    if (child.pid === undefined) throw new Error('the station did not start');
    return new WholeStation(child, child.pid, addresses.parse(JSON.parse(line)));
  }

  /** Since it started. */
  get cpuSeconds(): number {
    return cpuTicks(this.#pid) / ticksASecond;
  }

  /** Highest so far, MiB. */
  get memory(): number {
    return residentMemory(this.#pid, 'VmHWM');
  }

  /** Sends a file and leaves the connection open, as a router does. */
  async replay(file: string): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port: Number(this.#addresses.bmp.split(':').at(-1)) });
    await once(socket, 'connect');
    socket.resume();
    createReadStream(file).pipe(socket, { end: false });
    return socket;
  }

  async *compactions(): AsyncGenerator<Compacted> {
    for await (const line of createInterface(this.#child.stderr)) {
      const { data } = compacted.safeParse(parsedOrNull(line));
      if (data !== undefined) yield data;
    }
    throw new Error('the station ended');
  }

  /** As the API counts them. */
  async routes(): Promise<number> {
    const answer = await fetch(`${this.#addresses.api}/v1/rib/stats?groupBy=view`);
    return counted.parse(await answer.json()).data.reduce((sum, { routes }) => sum + routes, 0);
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

/** What is no JSON is no line of the log: Node warns on the same stream. */
function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
