import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface ObjectStore extends AsyncDisposable {
  endpoint: string;
  /** By path. */
  objects: Map<string, Buffer>;
  puts: number;
  /** Status codes of the next answers. */
  refusals: number[];
}

/** As much of S3 as puts objects and gives them back. */
export async function openObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://store');
    const body = await buffer(request);
    const refusal = store.refusals.shift();
    if (refusal !== undefined) return response.writeHead(refusal).end();
    if (request.method === 'GET') return response.end(objects.get(pathname));
    store.puts++;
    objects.set(pathname, body);
    return response.writeHead(200, { etag: '"1"' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the store has no port');
  const store: ObjectStore = {
    endpoint: `http://127.0.0.1:${address.port}`,
    objects,
    puts: 0,
    refusals: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return store;
}
