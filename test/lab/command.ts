import { type ExecFileException, execFile } from 'node:child_process';

export class CommandError extends Error {}

const patienceMilliseconds = 30_000;

/** Standard output of a program. Rejects with what it said on both streams when it exits with anything but 0, or takes longer than 30 s. */
export const run = (program: string, ...args: string[]): Promise<string> =>
  runFor(patienceMilliseconds, program, ...args);

/** The same with another patience. */
export function runFor(timeout: number, program: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new CommandError(describeFailure(program, args, error, `${stdout}${stderr}`)));
    });
  });
}

/** True when the program exits with 0. For questions whose answer is the exit code. */
export async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  return run(program, ...args).then(
    () => true,
    () => false,
  );
}

function describeFailure(program: string, args: string[], error: ExecFileException, said: string): string {
  const outcome = error.code === undefined || error.code === null ? `signal ${error.signal}` : `exit ${error.code}`;
  return `${[program, ...args].join(' ')}: ${outcome}\n${said.trim()}`;
}
