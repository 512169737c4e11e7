import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RedirectTargetRow } from '#model/api-chain-rows.ts';
import type { Api } from '../api.ts';

const program = fileURLToPath(new URL('../../../docs/examples/controller.ts', import.meta.url));

/** A time in which the controller named an element that the API showed as not complete. */
interface Lapse {
  target: string;
  state: string;
  milliseconds: number;
}

/** docs/examples/controller.ts as a process, with somebody who looks all the time at what it names and what the API says of that. */
export class ControllerProcess {
  /** In the order in which it named them; null: none. */
  readonly choices: (string | null)[] = [];
  readonly lapses: Lapse[] = [];
  samples = 0;
  readonly #process: ChildProcess;
  readonly #watching: Promise<void>;
  #ended = false;
  #lapseSince: number | null = null;

  constructor(api: Api, location: string) {
    this.#process = spawn(process.execPath, [program, api.url, location], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.#process.stdout === null) throw new Error('the controller has no standard output');
    createInterface(this.#process.stdout).on('line', (line) => {
      const { target }: { target: RedirectTargetRow | null } = JSON.parse(line);
      this.choices.push(target?.elementId ?? null);
    });
    this.#watching = this.#watch(api);
  }

  /** What it names now; undefined before its first word. */
  get choice(): string | null | undefined {
    return this.choices.at(-1);
  }

  get isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    await this.#watching;
    if (!this.isRunning) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
  }

  async #watch(api: Api): Promise<void> {
    while (!this.#ended) {
      const target = this.choice ?? null;
      const state = (await api.elements()).find(({ id }) => id === target)?.state ?? 'gone';
      // What it has left meanwhile it does not name.
      if (target === this.choice) this.#look(target, state, performance.now());
      await sleep(50);
    }
  }

  #look(target: string | null, state: string, now: number): void {
    this.samples += 1;
    const isWrong = target !== null && state !== 'complete';
    if (!isWrong) {
      this.#lapseSince = null;
      return;
    }
    const lapse = this.lapses.at(-1);
    if (this.#lapseSince !== null && lapse?.target === target) lapse.milliseconds = now - this.#lapseSince;
    else {
      this.#lapseSince = now;
      this.lapses.push({ target, state, milliseconds: 0 });
    }
  }
}
