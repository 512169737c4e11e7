import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { type Endpoint, listenOnLoopback } from '#local/loopback.ts';
import { functionNameOf } from '../deployed.ts';
import type { InvokeFunction } from './gateway.ts';

/** Lambda's Invoke, for functions that call others: `/2015-03-31/functions/NAME/invocations`. */
export async function openInvocations(invoke: InvokeFunction): Promise<Endpoint> {
  const server = createServer(async (request, response) => {
    const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
    try {
      const answer = await invoke(functionNameOf(decodeURIComponent(name)), await json(request));
      response.end(JSON.stringify(answer));
    } catch (error) {
      response.setHeader('x-amz-function-error', 'Unhandled');
      response.end(JSON.stringify({ errorMessage: String(error) }));
    }
  });
  return await listenOnLoopback(server);
}
