import type { Method } from '#model/api-operation.ts';
import { ApiError, causeOf, problemOf } from './api-error.ts';
import type { Authorization } from './authorization.ts';
import { CliError } from './exit-code.ts';
import { wholeLines, within } from './line-stream.ts';

const requestTimeoutSeconds = 30;
const pageLimit = '1000';
const asJson = { accept: 'application/json' };

export type Query = Readonly<Record<string, string>>;

/** The envelope of every answer. */
export interface Answer<Data> {
  data: Data;
  page?: { next: string | null; limit: number };
  meta?: { asOf: string; staleRouters: string[]; damagedParts?: number };
  /** For If-Match of who writes it; null where the station gives none. */
  etag: string | null;
}

interface Asking {
  method?: Method;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface ApiClientConfig {
  base: URL;
  authorization: Authorization;
  /** Told once of each router whose answers are its last known state. */
  onStale(routerId: string): void;
  /** Told once when answers may lack rows, as parts of the RIB are damaged. */
  onDamage(): void;
}

/** The HTTP API of a station. The shape of an answer is the caller's to name, from the types of model/. */
export class ApiClient {
  readonly #config: ApiClientConfig;
  readonly #knownStale = new Set<string>();
  #damaged = false;

  constructor(config: ApiClientConfig) {
    this.#config = config;
  }

  get station(): string {
    return this.#config.base.host;
  }

  /** @throws ApiError */
  get<Data>(path: string, query: Query = {}, timeoutSeconds = requestTimeoutSeconds): Promise<Answer<Data>> {
    return this.#ask(this.#url(path, query), { headers: asJson }, timeoutSeconds);
  }

  /** Changes something. A body is JSON where `headers` do not say else. @throws ApiError */
  send<Data>(
    method: Exclude<Method, 'GET'>,
    path: string,
    body?: string,
    headers: Asking['headers'] = {},
    query: Query = {},
  ): Promise<Answer<Data>> {
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const asking = { method, headers: { ...asJson, ...content, ...headers }, ...(body !== undefined && { body }) };
    return this.#ask(this.#url(path, query), asking, requestTimeoutSeconds);
  }

  async #ask<Data>(url: URL, asking: Asking, timeoutSeconds: number): Promise<Answer<Data>> {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const { etag, text } = await reached(url, async () => {
      const response = await this.#open(url, asking, signal);
      const text = await response.text();
      return { etag: response.headers.get('etag'), text: response.status === 204 ? '{}' : text };
    });
    const answer = { ...parsed<Answer<Data>>(url, text), etag };
    this.#noteStale(answer.meta?.staleRouters ?? []);
    this.#noteDamage(answer.meta?.damagedParts ?? 0);
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

  /**
   * All rows of a list as NDJSON, some lines at a time: a station writes them as it reads them, as far as it can, and says
   * where to go on. One that breaks off throws.
   */
  async *lines(path: string, query: Query = {}): AsyncGenerator<string> {
    let cursor: string | null = null;
    do {
      const url: URL = this.#url(path, { ...query, ...(cursor !== null && { cursor }) });
      const response: Response = await reached(url, () =>
        within(this.#open(url, { headers: { accept: 'application/x-ndjson' } }), requestTimeoutSeconds),
      );
      this.#noteDamage(Number(response.headers.get('bmpaas-damaged-parts') ?? 0));
      if (response.body) yield* unbroken(url, wholeLines(response.body, requestTimeoutSeconds));
      cursor = nextCursor(response.headers.get('link'));
    } while (cursor !== null);
  }

  /** The same, read. */
  async *rows<Row>(path: string, query: Query = {}): AsyncGenerator<Row> {
    for await (const lines of this.lines(path, query)) {
      for (const line of lines.trimEnd().split('\n')) yield JSON.parse(line);
    }
  }

  /** What is at an address that the station gave out, for which nobody signs. */
  async *octets(address: string): AsyncGenerator<Uint8Array> {
    const url = new URL(address, this.#config.base);
    const response = await reached(url, () => within(fetch(url), requestTimeoutSeconds));
    if (!response.ok)
      throw problemOf(
        url,
        response.status,
        await response.text(),
        'was not signed: the address has the right to it, for a while',
      );
    if (response.body === null) return;
    try {
      yield* response.body;
    } catch (error) {
      throw new ApiError(`the answer of ${url.origin} broke off: ${causeOf(error)}`, null);
    }
  }

  #url(path: string, query: Query): URL {
    const { base } = this.#config;
    const url = new URL(base.pathname.replace(/\/$/, '') + path, base);
    // Not `+` for a space, as URLSearchParams has it: the signature is over `%20`.
    url.search = Object.entries(query)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&');
    return url;
  }

  async #open(url: URL, { method = 'GET', headers, body }: Asking, signal?: AbortSignal): Promise<Response> {
    const { sign, tried } = this.#config.authorization;
    const request = { method, headers: { ...headers }, ...(body !== undefined && { body }) };
    const signed = sign === null ? request.headers : await sign({ url, ...request });
    // No station redirects; whoever else does is not to be shown what proves who asks.
    const response = await fetch(url, { ...request, headers: signed, redirect: 'error', ...(signal && { signal }) });
    if (response.ok) return response;
    throw problemOf(url, response.status, await response.text(), tried);
  }

  #noteStale(routerIds: readonly string[]): void {
    for (const routerId of routerIds) {
      if (!this.#knownStale.has(routerId)) this.#config.onStale(routerId);
      this.#knownStale.add(routerId);
    }
  }

  #noteDamage(parts: number): void {
    if (parts > 0 && !this.#damaged) this.#config.onDamage();
    this.#damaged ||= parts > 0;
  }
}

/** @throws ApiError, also where there is no answer; CliError of the signature */
async function reached<T>(url: URL, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new ApiError(`no answer from ${url.origin}: ${causeOf(error)}`, null);
  }
}

async function* unbroken(url: URL, lines: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    throw new ApiError(`the answer of ${url.origin} broke off, rows are missing: ${causeOf(error)}`, null);
  }
}

/** RFC 8288; the rest of the query stays as it is. */
function nextCursor(link: string | null): string | null {
  const query = /^<\?([^>]*)>; rel="next"$/.exec(link ?? '')?.[1];
  return query === undefined ? null : new URLSearchParams(query).get('cursor');
}

function parsed<T>(url: URL, body: string): T {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(`${url.origin} does not speak the API of bmpaas (its answer is not JSON)`, 200);
  }
}
