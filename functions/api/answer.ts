import { type OperationId, operations, type ParametersOf, type QueryOf } from '#model/api.ts';
import { readAll } from '#rib/documents.ts';
import { timeText } from './clock.ts';
import { decodeCursor, encodeCursor, queryFingerprint } from './cursor.ts';
import type { Endpoint, EndpointAnswer, EndpointRequest, Sources } from './endpoint.ts';
import type { MediaType } from './media-types.ts';
import { entityTag, isUnchanged, type Rendered, written } from './rendering.ts';
import { parseQuery, parseValues } from './validation.ts';

/** A request as it came. */
export interface RawRequest {
  parameters: Record<string, string>;
  search: URLSearchParams;
  mediaType: MediaType;
  ifNoneMatch: string | undefined;
}

/** Validates a request by the route table, lets the endpoint answer it and writes the answer. @throws Problem */
export async function answer<Id extends OperationId>(
  id: Id,
  endpoint: Endpoint<Id>,
  sources: Sources,
  raw: RawRequest,
): Promise<Response> {
  const request = parsedRequest(id, raw);
  const given = await endpoint(sources, request);
  const content = contentOf(id, given, request);
  const rows = 'rows' in given ? given.rows : [given.data];
  const rendered: Rendered = { operation: id, rows, content, meta: await metaOf(sources, given) };
  return response(rendered, 'status' in given ? (given.status ?? 200) : 200, raw);
}

interface ParsedRequest<Id extends OperationId> extends EndpointRequest<Id> {
  fingerprint: string;
}

function parsedRequest<Id extends OperationId>(id: Id, raw: RawRequest): ParsedRequest<Id> {
  const operation = operations[id];
  // The compiler does not connect the schema of `operations[id]` with the types it gives; the two lines that must.
  const parameters = parseValues(operation.parameters, raw.parameters) as ParametersOf<Id>;
  const query = parseQuery(operation.query, raw.search) as QueryOf<Id>;
  const fingerprint = queryFingerprint(operation.path, { ...parameters, ...query });
  return { parameters, query, page: pageRequest(query, fingerprint), fingerprint, mediaType: raw.mediaType };
}

function pageRequest(query: object, fingerprint: string): EndpointRequest<OperationId>['page'] {
  const { cursor, limit } = { cursor: undefined, limit: 1, ...query } satisfies { cursor?: unknown; limit?: unknown };
  return { after: typeof cursor === 'string' ? decodeCursor(cursor, fingerprint) : null, limit };
}

/** The position in the event feed is its own cursor: it goes with any query. */
function contentOf<Id extends OperationId>(
  id: Id,
  given: EndpointAnswer<Id>,
  { page, fingerprint }: ParsedRequest<Id>,
): Rendered['content'] {
  if (!('rows' in given)) return { data: given.data };
  const isOwnCursor = operations[id].shape === 'events' || given.next === null;
  const next = isOwnCursor ? given.next : encodeCursor(fingerprint, given.next ?? '');
  return { data: given.rows, page: { next, limit: page.limit } };
}

async function metaOf<Id extends OperationId>({ store, clock }: Sources, given: EndpointAnswer<Id>): Promise<object> {
  const routers = await readAll(store, 'router');
  const staleRouters = routers.filter(({ session }) => session.state !== 'up').map(({ id }) => id);
  const unreadable = 'unreadableSegments' in given ? { unreadableSegments: given.unreadableSegments } : {};
  return { asOf: timeText(clock.now()), staleRouters, ...unreadable };
}

function response(rendered: Rendered, status: number, { mediaType, ifNoneMatch, search }: RawRequest): Response {
  const etag = entityTag(rendered, mediaType);
  const headers = { etag, vary: 'accept', 'cache-control': 'no-cache', ...nextLink(rendered, search) };
  if (status === 200 && isUnchanged(ifNoneMatch, etag)) return new Response(null, { status: 304, headers });
  const contentType = mediaType === 'application/json' ? mediaType : `${mediaType}; charset=utf-8`;
  return new Response(written(rendered, mediaType), { status, headers: { ...headers, 'content-type': contentType } });
}

/** RFC 8288: where formats without an envelope go on. */
function nextLink({ operation, content }: Rendered, search: URLSearchParams): { link?: string } {
  const next = content.page?.next;
  if (next === undefined || next === null) return {};
  const query = new URLSearchParams(search);
  query.set(operations[operation].shape === 'events' ? 'after' : 'cursor', next);
  return { link: `<?${query}>; rel="next"` };
}
