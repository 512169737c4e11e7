import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

export interface FakeAnswer {
  status?: number;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  text?: string;
  headers?: Record<string, string>;
  /** The connection ends behind `text`, and the answer does not. */
  breaksOff?: true;
}

export type Answering = (url: URL, request: IncomingMessage) => FakeAnswer | Promise<FakeAnswer>;

export interface FakeStation extends AsyncDisposable {
  url: string;
  port: number;
  /** Path and query of each request, in order. */
  requests: string[];
}

/** An HTTP server that answers what a test says: for what the real API can't be made to do on demand. */
export async function fakeStation(answering: Answering, port = 0): Promise<FakeStation> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://station');
    requests.push(url.pathname + url.search);
    const { status = 200, body, text, headers, breaksOff } = await answering(url, request);
    const type = { 'content-type': status === 200 ? 'application/json' : 'application/problem+json' };
    response.writeHead(status, { ...type, ...headers });
    if (breaksOff) response.write(text ?? '', () => response.destroy());
    else response.end(text ?? JSON.stringify(body));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
