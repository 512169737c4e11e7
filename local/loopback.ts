import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export const loopbackHost = '127.0.0.1';

/** An embedded AWS service, reachable from this machine only. */
export interface Endpoint {
  url: string;
  close(): Promise<void>;
}

/** Binds a free port of the loopback interface. Rejects with the error of `listen`. */
export async function listenOnLoopback(server: Server): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: loopbackHost, port: 0 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { url: `http://${loopbackHost}:${portOf(server)}`, close: () => closeServer(server) };
}

/** Settings of an AWS client for an embedded service. Credentials are words: nothing checks them, and none of the user's may leave. */
export const clientSettings = (endpoint: Endpoint) => ({
  endpoint: endpoint.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: new NodeHttpHandler({ connectionTimeout: 5_000, requestTimeout: 30_000 }),
});

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Idle keep-alive connections of the clients would hold the close back.
    server.closeAllConnections();
  });
}
