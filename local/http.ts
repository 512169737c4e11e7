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

/** Serves a fetch handler. Rejects with the error of `listen`. */
export async function serveHttp(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: ListenAddress,
): Promise<HttpService> {
  const server = createAdaptorServer({ fetch, hostname: host });
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
