import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { type Endpoint, listenOnLoopback } from '#local/loopback.ts';

const putEvents = z.object({ Entries: z.array(z.unknown()) });

/** Takes events as EventBridge does, and knows nothing else; where there is no account. */
export async function openStandIn(): Promise<Endpoint> {
  const server = createServer(async (request, response) => {
    if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents') return void response.writeHead(404).end();
    const { Entries } = putEvents.parse(await json(request));
    const taken = Entries.map((_entry, index) => ({ EventId: String(index) }));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: taken }));
  });
  return await listenOnLoopback(server);
}
