import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { waitFor } from '#local/wait.ts';
import { cpuTicks, residentMemory, ticksASecond } from '../bench/station.ts';
import { freePort } from '../lab/free-port.ts';
import { Scrape } from '../lab/metrics.ts';

const entryPoint = fileURLToPath(new URL('../../collector/main.ts', import.meta.url));
const dockerfile = new URL('../../collector/Dockerfile', import.meta.url);
const logLine = z.object({ msg: z.string() });
const sampleMilliseconds = 100;
const scrapeMilliseconds = 1000;

/** Those that the image starts the collector with. */
const nodeOptions = (): string[] => readFileSync(dockerfile, 'utf8').match(/--max-[a-z-]+=\d+/g) ?? [];

/** A whole collector as a process of its own, watched from outside. */
export class CollectorProcess {
  readonly bmpPort: number;
  readonly #healthUrl: string;
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly #timers: NodeJS.Timeout[];
  /** Resident memory before any router came, MiB, and the highest since. */
  idleMemory = 0;
  mostMemory = 0;
  /** Connections, and those not read from, at the most. */
  mostConnections = 0;
  mostPaused = 0;
  /** The newest there is: of one that was killed, from up to a second before. */
  scrape: Scrape = Scrape.parse('');
  cpuSeconds = 0;
  readonly #logged = new Map<string, number>();

  private constructor(child: ChildProcess, pid: number, bmpPort: number, healthUrl: string) {
    this.#child = child;
    this.#pid = pid;
    this.bmpPort = bmpPort;
    this.#healthUrl = healthUrl;
    this.#timers = [
      setInterval(() => this.#sample(), sampleMilliseconds),
      setInterval(() => void this.look().catch(() => undefined), scrapeMilliseconds),
    ];
  }

  /** Resolves once it is healthy. */
  static async start(environment: Record<string, string>): Promise<CollectorProcess> {
    const [bmpPort, healthPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [...nodeOptions(), entryPoint], {
      env: { ...process.env, ...environment, BMP_PORT: String(bmpPort), HEALTH_PORT: String(healthPort) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.pid === undefined) throw new Error('the collector did not start');
    endWithUs(child);
    const url = `http://127.0.0.1:${healthPort}/healthz`;
    const collector = new CollectorProcess(child, child.pid, bmpPort, url);
    createInterface(child.stdout).on('line', (line) => collector.#note(line));
    const healthy = async () => !collector.isRunning || (await fetch(url).catch(() => null))?.ok === true;
    await waitFor(healthy, 'the collector', 30_000);
    if (!collector.isRunning) throw new Error(`the collector ended with ${child.exitCode}`);
    await collector.look();
    collector.idleMemory = residentMemory(child.pid, 'VmRSS');
    return collector;
  }

  /** Lines of its log with this message: what one says that ends has been said in no scrape. */
  logged(message: string): number {
    return this.#logged.get(message) ?? 0;
  }

  async look(): Promise<Scrape> {
    this.scrape = await Scrape.of(this.#healthUrl);
    this.mostConnections = Math.max(this.mostConnections, this.scrape.sum('bmpaas_collector_connections'));
    this.mostPaused = Math.max(this.mostPaused, this.scrape.sum('bmpaas_collector_paused_sessions'));
    return this.scrape;
  }

  /** Tells the exit code; null for one that a signal ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exited = once(this.#child, 'exit');
    this.#sample();
    this.#child.kill(signal);
    await exited;
    this.forget();
    return this.#child.exitCode;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #note(line: string): void {
    const { msg } = logLine.parse(JSON.parse(line));
    this.#logged.set(msg, this.logged(msg) + 1);
  }

  /** Samples no more. */
  forget(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #sample(): void {
    if (!this.isRunning) return;
    const memory = residentMemory(this.#pid, 'VmRSS');
    // Of one that has just ended there is none.
    if (memory > this.mostMemory) this.mostMemory = memory;
    this.cpuSeconds = cpuTicks(this.#pid) / ticksASecond;
  }
}

function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}
