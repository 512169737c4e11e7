import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { addressOf } from './listener.ts';

export interface HealthProps {
  host: string;
  port: number;
  registry: Registry;
  /** Whether the collector takes new routers. A stream or table out of order does not matter here: moving routers elsewhere would not mend it. */
  isReady: () => boolean;
  connections: () => number;
}

type Answer = (response: ServerResponse) => Promise<void> | void;

/** GET /healthz for load balancers, GET /metrics for Prometheus. */
export class HealthServer {
  readonly #props: HealthProps;
  readonly #server: Server;
  readonly #answers: Record<string, Answer> = {
    '/healthz': (response) => this.#health(response),
    '/metrics': (response) => this.#metrics(response),
  };

  constructor(props: HealthProps) {
    this.#props = props;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async listen(): Promise<AddressInfo> {
    const { host, port } = this.#props;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen({ host, port }, resolve);
    await promise;
    return addressOf(this.#server);
  }

  async stop(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = this.#answers[request.url?.split('?')[0] ?? ''];
    if (answer === undefined) send(response, 404, 'text/plain', 'not found\n');
    else if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, 'text/plain', 'GET only\n');
    else await answer(response);
  }

  #health(response: ServerResponse): void {
    const { isReady, connections } = this.#props;
    const ready = isReady();
    const body = JSON.stringify({ status: ready ? 'ok' : 'stopping', connections: connections() });
    send(response, ready ? 200 : 503, 'application/json', body);
  }

  async #metrics(response: ServerResponse): Promise<void> {
    const { registry } = this.#props;
    send(response, 200, registry.contentType, await registry.metrics());
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
