import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject } from '#model/json-object.ts';
import { CliError, type ExitCode, exitCodes } from './exit-code.ts';
import type { SignRequest } from './request-signature.ts';

const requestTimeoutSeconds = 30;
const pageLimit = '1000';

export type Query = Readonly<Record<string, string>>;

/** The envelope of every answer. */
export interface Answer<Data> {
  data: Data;
  page?: { next: string | null; limit: number };
  meta?: { asOf: string; staleRouters: string[] };
}

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
  422: exitCodes.usage,
};

export interface ApiClientConfig {
  base: URL;
  /** null: requests go unsigned. */
  sign: SignRequest | null;
  /** Told once of each router whose answers are its last known state. */
  onStale(routerId: string): void;
}

/** The HTTP API of a station. The shape of an answer is the caller's to name, from the types of model/. */
export class ApiClient {
  readonly #base: URL;
  readonly #sign: SignRequest | null;
  readonly #onStale: (routerId: string) => void;
  readonly #knownStale = new Set<string>();

  constructor({ base, sign, onStale }: ApiClientConfig) {
    this.#base = base;
    this.#sign = sign;
    this.#onStale = onStale;
  }

  get station(): string {
    return this.#base.host;
  }

  /** @throws ApiError */
  async get<Data>(path: string, query: Query = {}, timeoutSeconds = requestTimeoutSeconds): Promise<Answer<Data>> {
    const url = new URL(this.#base.pathname.replace(/\/$/, '') + path, this.#base);
    // Not `+` for a space, as URLSearchParams has it: the signature is over `%20`.
    url.search = Object.entries(query)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
    const { status, body } = await this.#request(url, timeoutSeconds);
    if (status !== 200) throw new ApiError(problemText(url, status, body), status);
    const answer = parsed<Answer<Data>>(url, body);
    this.#noteStale(answer.meta?.staleRouters ?? []);
    return answer;
  }

  /** All rows of a list, page after page. */
  async *list<Row>(path: string, query: Query = {}): AsyncGenerator<Row> {
    for await (const { data } of this.pages<Row[]>(path, query)) yield* data;
  }

  /** All pages of an answer. */
  async *pages<Data>(path: string, query: Query = {}): AsyncGenerator<Answer<Data>> {
    let cursor: string | null = null;
    do {
      const answer: Answer<Data> = await this.get(path, {
        limit: pageLimit,
        ...query,
        ...(cursor !== null && { cursor }),
      });
      yield answer;
      cursor = answer.page?.next ?? null;
    } while (cursor !== null);
  }

  #noteStale(routerIds: readonly string[]): void {
    for (const routerId of routerIds) {
      if (!this.#knownStale.has(routerId)) this.#onStale(routerId);
      this.#knownStale.add(routerId);
    }
  }

  async #request(url: URL, timeoutSeconds: number): Promise<{ status: number; body: string }> {
    const unsigned = { accept: 'application/json' };
    const headers = this.#sign === null ? unsigned : await this.#sign(url, unsigned);
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutSeconds * 1000) });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      throw new ApiError(`no answer from ${url.origin}: ${causeOf(error)}`, null);
    }
  }
}

/** Runs `request` until the station answers it, with growing pauses; each outage is told once. */
export async function untilAnswered<T>(request: () => Promise<T>, tell: (text: string) => void): Promise<T> {
  for (let pauseSeconds = 1; ; pauseSeconds = Math.min(pauseSeconds * 2, 15)) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiError) || !mayPass(error.status)) throw error;
      if (pauseSeconds === 1) tell(`${error.message}; trying again`);
      await sleep(pauseSeconds * 1000);
    }
  }
}

function mayPass(status: number | null): boolean {
  return status === null || status === 429 || status >= 500;
}

function parsed<T>(url: URL, body: string): T {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(`${url.origin} does not speak the API of bmpaas (its answer is not JSON)`, 200);
  }
}

/** One line of a problem+json body: what is wrong, and those details that it does not tell already. */
function problemText(url: URL, status: number, body: string): string {
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

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  return cause instanceof AggregateError ? causeOf(new Error('', { cause: cause.errors[0] })) : cause.message;
}
