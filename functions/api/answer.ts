import { type OperationId, operations } from '#model/api.ts';
import { readAll } from '#rib/store/documents.ts';
import { timeText } from './clock.ts';
import { encodeCursor } from './cursor.ts';
import type { Endpoint, ListsPage, OneThing, Provenance, RowPage, Sources } from './endpoint.ts';
import { entityTag, isUnchanged, type Rendered, written } from './rendering.ts';
import { type ParsedRequest, parsedRequest, type RawRequest, type Streams } from './request.ts';
import { wholeResponse } from './whole-response.ts';

/** What answers are made with. */
export interface Platform {
  sources: Sources;
  streams: Streams;
  /** Told of an answer that broke off when its beginning had been sent. */
  onBroken: (error: unknown) => void;
}

/** Validates a request by the route table, lets the endpoint answer it and writes the answer. @throws Problem */
export async function answer<Id extends OperationId>(
  id: Id,
  endpoint: Endpoint<Id>,
  { sources, streams, onBroken }: Platform,
  raw: RawRequest,
): Promise<Response> {
  const request = parsedRequest(id, raw, streams);
  const given = await endpoint(sources, request);
  if ('whole' in given) return wholeResponse(given, onBroken);
  const provenance = 'provenance' in given ? given.provenance : undefined;
  const rendered: Rendered = {
    operation: id,
    rows: 'rows' in given ? given.rows : [given.data],
    content: contentOf(id, given, request),
    meta: { ...(await metaOf(sources)), ...(provenance && madeOf(provenance)) },
  };
  return response(rendered, raw, 'status' in given ? (given.status ?? 200) : 200, damageHeader(provenance));
}

/** The position in the event feed is its own cursor: it goes with any query. */
function contentOf<Id extends OperationId>(
  id: Id,
  given: OneThing<Id> | RowPage<object> | ListsPage<Id>,
  { page, fingerprint }: ParsedRequest<Id>,
): Rendered['content'] {
  if (!('rows' in given)) return { data: given.data };
  const isOwnCursor = operations[id].shape === 'events' || given.next === null;
  const next = isOwnCursor ? given.next : encodeCursor(fingerprint, given.next ?? '');
  return { data: 'lists' in given ? given.lists : given.rows, page: { next, limit: page.limit } };
}

async function metaOf({ store, clock }: Sources): Promise<object> {
  const routers = await readAll(store, 'router');
  const staleRouters = routers.filter(({ session }) => session.state !== 'up').map(({ id }) => id);
  return { asOf: timeText(clock.now()), staleRouters };
}

const madeOf = ({ appliedAt, damagedParts, scanned }: Provenance): object => ({
  ...(appliedAt !== null && { appliedAt: timeText(appliedAt) }),
  ...(damagedParts > 0 && { partial: true, damagedParts, unreadableSegments: damagedParts }),
  ...(scanned !== undefined && { scanned }),
});

/** For formats without an envelope. */
const damageHeader = (provenance: Provenance | undefined): Record<string, string> =>
  provenance && provenance.damagedParts > 0 ? { 'bmpaas-damaged-parts': String(provenance.damagedParts) } : {};

function response(
  rendered: Rendered,
  { mediaType, ifNoneMatch, search }: RawRequest,
  status: number,
  further: Record<string, string>,
): Response {
  const etag = entityTag(rendered, mediaType);
  const headers = { etag, vary: 'accept', 'cache-control': 'no-cache', ...nextLink(rendered, search), ...further };
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
