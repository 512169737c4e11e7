import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  cwd?: string;
  /** All of it: nothing of our own environment is added. */
  env?: Record<string, string>;
  timeoutMilliseconds?: number;
}

const running = new Set<ChildProcess>();

/** Ends every program that has not ended. */
export async function stopPrograms(): Promise<void> {
  const alive = [...running].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ends = alive.map((child) => once(child, 'exit'));
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all(ends);
}

/** What a program says on both streams. Rejects with that when it exits with anything but 0, or takes too long (60 s unless told). */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const { timeoutMilliseconds = 60_000, ...rest } = options;
  return new Promise((resolve, reject) => {
    const settings = { ...rest, timeout: timeoutMilliseconds, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      running.delete(child);
      if (error === null) return resolve(`${stdout}${stderr}`);
      const ending = error.killed ? `longer than ${timeoutMilliseconds} ms` : `exit ${error.code}`;
      reject(new Error(`${[program, ...args].join(' ')}: ${ending}\n${lastOf(`${stdout}${stderr}`)}`));
    });
    running.add(child);
  });
}

const lastOf = (text: string): string => text.trim().split('\n').slice(-40).join('\n');
