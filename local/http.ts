import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { formatAddress, type ListenAddress } from './options.ts';

export interface HttpService {
  url: string;
  /** Lets answers in progress end for a second, then closes their connections. */
  close(): Promise<void>;
}

const graceMilliseconds = 1_000;

type Fetch = (request: Request) => Response | Promise<Response>;

/** Serves a fetch handler to this machine. Rejects with the error of `listen`. */
export async function serveHttp(fetch: Fetch, { host, port }: ListenAddress): Promise<HttpService> {
  const server = createAdaptorServer({ fetch: onlyForLoopback(fetch), hostname: host });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the API has no TCP port');
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    await Promise.race([closed, sleep(graceMilliseconds)]);
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
  };
  return { url: `http://${formatAddress({ host, port: address.port })}`, close };
}

const loopbackName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** A page of another site may lead a browser here by a name of its own (DNS rebinding); such a name is refused. */
function onlyForLoopback(fetch: Fetch): Fetch {
  return (request) => {
    const { hostname } = new URL(request.url);
    if (loopbackName.test(hostname)) return fetch(request);
    const problem = {
      type: 'about:blank',
      title: 'Misdirected Request',
      status: 421,
      detail: `not served as ${hostname}`,
    };
    return Response.json(problem, { status: 421, headers: { 'content-type': 'application/problem+json' } });
  };
}
