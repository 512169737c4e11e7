import type { Operation } from '#model/api-operation.ts';
import { readAll } from '#rib/store/documents.ts';
import { timeText } from './clock.ts';
import { encodeCursor } from './cursor.ts';
import type { AnswerOf, EndpointOf, OneThing, Provenance, Sources, WholeList } from './endpoint.ts';
import { digestTag, isUnchanged } from './entity-tag.ts';
import { type Rendered, written } from './rendering.ts';
import { type Limits, type ParsedRequest, parsedRequest, type RawRequest } from './request.ts';
import { wholeResponse } from './whole-response.ts';

/** What answers are made with. */
export interface Platform extends Limits {
  sources: Sources;
  /** Told of an answer that broke off when its beginning had been sent. */
  onBroken: (error: unknown) => void;
}

/** An operation of the route table and what answers it. */
export interface Answering<Of extends Operation> {
  id: string;
  operation: Of;
  endpoint: EndpointOf<Of>;
}

/** Validates a request by the route table, lets the endpoint answer it and writes the answer. @throws Problem */
export async function answer<Of extends Operation>(
  { id, operation, endpoint }: Answering<Of>,
  { sources, onBroken, ...limits }: Platform,
  raw: RawRequest,
): Promise<Response> {
  const request = await parsedRequest(operation, raw, limits);
  const given = await endpoint(sources, request);
  if ('whole' in given) return wholeResponse(given, onBroken);
  const one: Omit<OneThing<unknown>, 'data'> = 'rows' in given ? {} : given;
  if (one.status === 204) return new Response(null, { status: 204, headers: { ...tagged(one.etag), ...one.headers } });
  const provenance = 'provenance' in given ? given.provenance : undefined;
  const rendered: Rendered = {
    operationId: id,
    rows: 'rows' in given ? given.rows : [given.data],
    content: contentOf(operation, given, request),
    meta: { ...(await metaOf(sources)), ...(provenance && madeOf(provenance)) },
  };
  return response(operation, rendered, raw, {
    ...one,
    headers: { ...nextLink(operation, rendered, raw.search), ...damageHeader(provenance), ...one.headers },
  });
}

/** The position in the event feed is its own cursor: it goes with any query. */
function contentOf<Of extends Operation>(
  { shape }: Of,
  given: Exclude<AnswerOf<Of>, WholeList>,
  { page, fingerprint }: ParsedRequest<Of>,
): Rendered['content'] {
  if (!('rows' in given)) return { data: given.data };
  const isOwnCursor = shape === 'events' || given.next === null;
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

const tagged = (etag: string | undefined): { etag?: string } => (etag === undefined ? {} : { etag });

/** What a write answers has an entity tag only where the endpoint gives one: that of what was written. */
function response(
  { method = 'GET' }: Operation,
  rendered: Rendered,
  { mediaType, ifNoneMatch }: RawRequest,
  { status = 200, etag, headers: further }: Omit<OneThing<unknown>, 'data'>,
): Response {
  const tag = etag ?? (method === 'GET' ? digestTag(rendered.content, mediaType) : undefined);
  const headers = { ...tagged(tag), vary: 'accept', 'cache-control': 'no-cache', ...further };
  if (method === 'GET' && status === 200 && tag !== undefined && isUnchanged(ifNoneMatch, tag)) {
    return new Response(null, { status: 304, headers });
  }
  const contentType = mediaType === 'application/json' ? mediaType : `${mediaType}; charset=utf-8`;
  return new Response(written(rendered, mediaType), { status, headers: { ...headers, 'content-type': contentType } });
}

/** RFC 8288: where formats without an envelope go on. */
function nextLink({ shape }: Operation, { content }: Rendered, search: URLSearchParams): { link?: string } {
  const next = content.page?.next;
  if (next === undefined || next === null) return {};
  const query = new URLSearchParams(search);
  query.set(shape === 'events' ? 'after' : 'cursor', next);
  return { link: `<?${query}>; rel="next"` };
}
