import { isJsonObject } from '#model/json-object.ts';
import { CliError, type ExitCode, exitCodes } from './exit-code.ts';

/** One thing that is wrong with what was sent. */
export interface Fault {
  /** A parameter, or where in the document. */
  parameter: string;
  detail: string;
  suggestion?: string;
}

/** The station answered with an error (RFC 9457), or not at all. */
export class ApiError extends CliError {
  /** null: no answer. */
  readonly status: number | null;
  readonly faults: readonly Fault[];

  constructor(message: string, status: number | null, faults: readonly Fault[] = []) {
    super(message, status === null ? exitCodes.error : (exitCodeOfStatus[status] ?? exitCodes.error));
    this.status = status;
    this.faults = faults;
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

/** What a problem+json body says; where the asker is refused, also how the request showed who that is. */
export function problemOf(url: URL, status: number, body: string, tried: string): ApiError {
  const problem = jsonObject(body);
  const faults = faultsOf(problem.errors);
  const text = problemText(url, status, problem, faults);
  const isRefused = exitCodeOfStatus[status] === exitCodes.unauthorized;
  return new ApiError(isRefused ? `${text} (${status}): the request ${tried}` : text, status, faults);
}

/** In one line: what is wrong, and those details that it does not tell already. */
function problemText(url: URL, status: number, problem: Record<string, unknown>, faults: readonly Fault[]): string {
  const told = [problem.title, problem.detail].filter((text) => typeof text === 'string').join(': ');
  const details = faults
    .map(({ parameter, detail }) => `${parameter}: ${detail}`)
    .filter((text) => !told.includes(text));
  const text = [...(told === '' ? [`${url.origin} answered ${status}`] : [told]), ...details].join(': ');
  const requestId = typeof problem.requestId === 'string' && status >= 500 ? ` (request ${problem.requestId})` : '';
  return `${text}${requestId}`.replace(/\s+/g, ' ');
}

function faultsOf(errors: unknown): Fault[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map(({ parameter, detail, suggestion }) => ({
    parameter: String(parameter),
    detail: String(detail),
    ...(typeof suggestion === 'string' && { suggestion }),
  }));
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
