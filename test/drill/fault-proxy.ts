import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

/** A call of an AWS API in its JSON form. */
export interface Call {
  /** As in the header `x-amz-target`, without the service: `PutRecords`. */
  operation: string;
  body: Record<string, unknown>;
}

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** What stands between a caller and the service: answers in its place, changes what comes and goes, or makes it wait. */
export type Fault = (call: Call, forward: (call: Call) => Promise<Reply>) => Promise<Reply>;

export const noFault: Fault = (call, forward) => forward(call);

const document = z.record(z.string(), z.unknown());
const loopback = '127.0.0.1';
/** A connection a call: one that is kept may be closed by the service just when it is used again. */
const upstreamAgent = new Agent({ maxSockets: 200 });

/** The answer of a service that refuses: `type` is the name of the exception. */
export const refusal = (status: number, type: string): Reply => ({
  status,
  body: { __type: type, message: 'injected by the drill' },
});

/** An HTTP proxy in front of one embedded AWS service, with a fault that can be changed at any time. */
export class FaultProxy {
  readonly #upstream: URL;
  readonly #server: Server;
  #port = 0;
  /** Of all calls; those that `watch` sees have been answered well. */
  fault: Fault = noFault;
  /** Told of every call that the service itself has answered. */
  watch: (call: Call, reply: Reply) => void = () => {};

  constructor(upstream: string) {
    this.#upstream = new URL(upstream);
    this.#server = createServer((incoming, response) => void this.#serve(incoming, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  get url(): string {
    return `http://${loopback}:${this.#port}`;
  }

  /** On the port of the last time, if there was one. */
  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host: loopback, port: this.#port, backlog: 1024 }, resolve);
    await promise;
    this.#server.off('error', reject);
    this.#port = portOf(this.#server.address());
  }

  /** From now on connections are refused, and those that were open are gone. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = document.parse(JSON.parse(String(await octetsOf(incoming)) || '{}'));
      const forward = (call: Call) => this.#forward(call, incoming);
      const reply = await this.fault({ operation, body }, forward);
      response.writeHead(reply.status, { 'content-type': incoming.headers['content-type'] ?? 'application/json' });
      response.end(JSON.stringify(reply.body));
    } catch {
      // The caller is gone, or the service is: either way this is the end of the connection.
      response.destroy();
    }
  }

  async #forward(call: Call, { headers }: IncomingMessage): Promise<Reply> {
    const text = JSON.stringify(call.body);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = request(this.#upstream, {
      method: 'POST',
      agent: upstreamAgent,
      headers: { ...headers, host: this.#upstream.host, 'content-length': Buffer.byteLength(text) },
    });
    outgoing.on('response', resolve).on('error', reject).end(text);
    const answer = await promise;
    const body = document.parse(JSON.parse(String(await octetsOf(answer)) || '{}'));
    const reply = { status: answer.statusCode ?? 500, body };
    this.watch(call, reply);
    return reply;
  }
}

async function octetsOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the proxy has no TCP port');
  return address.port;
}
