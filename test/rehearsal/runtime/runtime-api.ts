import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type Endpoint, listenOnLoopback } from '#local/loopback.ts';

const prefix = '/2018-06-01/runtime';

/** The shape of an error of a function. */
const functionError = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

export class FunctionFailed extends Error {}

interface Invocation {
  id: string;
  payload: string;
  deadline: number;
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/**
 * The side of AWS Lambda's runtime API that hands out events: `next`, `response`, `error` and `init/error`. One event at a time,
 * as an execution environment has it; others wait.
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #arn: string;
  readonly #queue: Invocation[] = [];
  #endpoint: Endpoint | null = null;
  #poll: ServerResponse | null = null;
  #current: Invocation | null = null;
  #broken: Error | null = null;

  constructor(arn: string) {
    this.#arn = arn;
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    // The function keeps its connection through events that take minutes.
    this.#server.keepAliveTimeout = 0;
  }

  /** @returns `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it */
  async open(): Promise<string> {
    this.#endpoint = await listenOnLoopback(this.#server);
    return new URL(this.#endpoint.url).host;
  }

  /** What the function answers. Rejects with its error, or when it takes longer than it may. */
  async invoke(event: unknown, timeoutSeconds: number): Promise<unknown> {
    if (this.#broken !== null) throw this.#broken;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const deadline = Date.now() + timeoutSeconds * 1000;
    this.#queue.push({ id: randomUUID(), payload: JSON.stringify(event), deadline, resolve, reject });
    this.#handOut();
    const late = setTimeout(
      () => reject(new FunctionFailed(`timed out after ${timeoutSeconds} s`)),
      timeoutSeconds * 1000,
    );
    try {
      return await promise;
    } finally {
      clearTimeout(late);
    }
  }

  /** Ends all invocations with this error, and those to come. */
  break(error: Error): void {
    this.#broken = error;
    for (const { reject } of [...this.#queue.splice(0), ...(this.#current ? [this.#current] : [])]) reject(error);
  }

  async close(): Promise<void> {
    await this.#endpoint?.close();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(prefix.length);
    if (path === '/invocation/next') {
      this.#poll = response;
      return this.#handOut();
    }
    const body = await text(request);
    if (path === '/init/error') this.break(errorOf(body));
    else if (path === `/invocation/${this.#current?.id}/response`) this.#current?.resolve(JSON.parse(body || 'null'));
    else if (path === `/invocation/${this.#current?.id}/error`) this.#current?.reject(errorOf(body));
    else return void response.writeHead(404).end();
    this.#current = null;
    response.writeHead(202).end();
  }

  #handOut(): void {
    if (this.#poll === null || this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#current = next;
    this.#poll.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': next.id,
      'lambda-runtime-deadline-ms': String(next.deadline),
      'lambda-runtime-invoked-function-arn': this.#arn,
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
    });
    this.#poll.end(next.payload);
    this.#poll = null;
  }
}

function errorOf(body: string): FunctionFailed {
  const { errorType, errorMessage, trace = [] } = functionError.parse(JSON.parse(body));
  return new FunctionFailed([`${errorType}: ${errorMessage}`, ...trace].join('\n'));
}
