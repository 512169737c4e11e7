import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '#local/wait.ts';

/** A program that was started, what it says, and how it ends. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #pidOf: () => number;
  readonly #exit: Promise<number | null>;
  #output = '';

  /** `pidOf`: of the program itself, where the child is what started it; 0 while it is not there. */
  constructor(child: ChildProcess, pidOf = () => child.pid ?? 0) {
    this.#child = child;
    this.#pidOf = pidOf;
    this.#exit = once(child, 'close').then(([code]) => code);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
  }

  get pid(): number {
    return this.#pidOf();
  }

  get output(): string {
    return this.#output;
  }

  /** Resolves when it has said `text`. Rejects with what it said when it ends before, or does not for so long. */
  async said(text: string, timeoutMilliseconds = 20_000): Promise<void> {
    const answer = async () => {
      if (this.#ended) throw new Error('it ended');
      return this.#output.includes(text);
    };
    await waitFor(answer, `"${text}"`, timeoutMilliseconds).catch((error: unknown) => {
      throw new Error(`${error instanceof Error ? error.message : error}\n${this.#output}`);
    });
  }

  /** @returns the exit code; null when it was killed */
  ended(): Promise<number | null> {
    return this.#exit;
  }

  /** Tells it to stop, as an orchestrator does: it is killed when it has not after so many seconds. */
  async stop(signal: NodeJS.Signals, seconds: number): Promise<number | null> {
    if (!this.#ended && this.pid > 0) process.kill(this.pid, signal);
    const killer = setTimeout(() => void this.kill(), seconds * 1000);
    const code = await this.#exit;
    clearTimeout(killer);
    return code;
  }

  async kill(): Promise<void> {
    if (this.#ended) return;
    const ended = once(this.#child, 'exit');
    // Of what was started by another program the end is not certain when that is killed.
    if (this.#pidOf() > 0) process.kill(this.#pidOf(), 'SIGKILL');
    this.#child.kill('SIGKILL');
    await ended;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
