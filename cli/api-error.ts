import { isJsonObject } from '#model/json-object.ts';
import { CliError, type ExitCode, exitCodes } from './exit-code.ts';

/** The station answered with an error (RFC 9457), or not at all. */
export class ApiError extends CliError {
  /** null: no answer. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message, status === null ? exitCodes.error : (exitCodeOfStatus[status] ?? exitCodes.error));
    this.status = status;
  }
}

/** A request that can't be right is the command line's fault. */
const exitCodeOfStatus: Readonly<Record<number, ExitCode>> = {
  400: exitCodes.usage,
  401: exitCodes.unauthorized,
  403: exitCodes.unauthorized,
  404: exitCodes.notFound,
  413: exitCodes.usage,
  415: exitCodes.usage,
  422: exitCodes.usage,
};

/** One line of a problem+json body: what is wrong, and those details that it does not tell already. */
export function problemText(url: URL, status: number, body: string): string {
  const problem = jsonObject(body);
  const told = [problem.title, problem.detail].filter((text) => typeof text === 'string').join(': ');
  const details = detailsOf(problem.errors).filter((detail) => !told.includes(detail));
  const text = [...(told === '' ? [`${url.origin} answered ${status}`] : [told]), ...details].join(': ');
  const requestId = typeof problem.requestId === 'string' && status >= 500 ? ` (request ${problem.requestId})` : '';
  return `${text}${requestId}`.replace(/\s+/g, ' ');
}

function detailsOf(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map(({ parameter, detail }) => `${parameter}: ${detail}`);
}

/** API Gateway refuses with `{"message"}` instead of a problem. */
function jsonObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? { title: value.message, ...value } : {};
  } catch {
    return {};
  }
}

/** Why a connection came to nothing. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  return cause instanceof AggregateError ? causeOf(new Error('', { cause: cause.errors[0] })) : cause.message;
}
