/** What the process says to scripts. */
export const exitCodes = { ok: 0, error: 1, usage: 2, notFound: 3, unauthorized: 4, checkFailed: 5 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with one line on stderr and this exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.error) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command line is wrong; the line on stderr says where help is. */
export class UsageError extends CliError {
  constructor(message: string) {
    super(message, exitCodes.usage);
  }
}
