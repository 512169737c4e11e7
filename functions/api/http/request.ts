import type * as z from 'zod';
import type { Operation } from '#model/api-operation.ts';
import { decodeCursor, queryFingerprint } from './cursor.ts';
import { validDocument } from './document-faults.ts';
import type { Extent, RequestOf } from './endpoint.ts';
import { preconditionRequired } from './entity-tag.ts';
import type { MediaType } from './media-types.ts';
import type { PageRequest } from './paging.ts';
import { type RawBody, readBody } from './request-body.ts';
import { parseQuery, parseValues } from './validation.ts';

/** A request as it came. */
export interface RawRequest {
  caller: string | null;
  parameters: Record<string, string>;
  search: URLSearchParams;
  mediaType: MediaType;
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
  body: RawBody;
}

/** Whether the platform can write an answer while it is being read, or takes only whole ones of a bounded size. */
export type Streams = 'whole' | 'paged';

/** What the platform can take and give. */
export interface Limits {
  streams: Streams;
  /** Octets of a body. */
  maxBodyBytes: number;
}

export interface ParsedRequest<Of extends Operation> extends RequestOf<Of> {
  fingerprint: string;
}

/** The request as the route table has it. @throws Problem */
export async function parsedRequest<Of extends Operation>(
  operation: Of,
  raw: RawRequest,
  { streams, maxBodyBytes }: Limits,
): Promise<ParsedRequest<Of>> {
  // The compiler does not connect a schema of `Of` with the type that it gives; here and with the body it must.
  const parameters = parseValues(operation.parameters, raw.parameters) as z.output<Of['parameters']>;
  const query = parseQuery(operation.query, raw.search) as z.output<Of['query']>;
  const { mediaType, ifMatch, caller } = raw;
  if (operation.ifMatch && ifMatch === undefined) throw preconditionRequired();
  const fingerprint = queryFingerprint(operation.path, { ...parameters, ...query });
  const page = pageRequest(query, fingerprint);
  const body = await bodyOf(operation, raw.body, maxBodyBytes);
  return { caller, parameters, query, body, ifMatch, page, extent: extentOf(raw, streams), fingerprint, mediaType };
}

async function bodyOf<Of extends Operation>({ body }: Of, raw: RawBody, most: number): Promise<RequestOf<Of>['body']> {
  const read = body === undefined ? undefined : validDocument(body, await readBody(raw, most));
  return read as RequestOf<Of>['body'];
}

/** `n` is the limit of a list of which there are no pages. */
interface Paged {
  cursor?: unknown;
  limit?: number | undefined;
  n?: number;
}

function pageRequest(query: object, fingerprint: string): PageRequest {
  const { cursor, n, limit = n } = { cursor: undefined, limit: undefined, n: 1, ...query } satisfies Paged;
  return { after: typeof cursor === 'string' ? decodeCursor(cursor, fingerprint) : null, limit };
}

/** Who takes rows one by one and names no limit wants all of them. */
function extentOf({ mediaType, search }: RawRequest, streams: Streams): Extent {
  if (mediaType !== 'application/x-ndjson' || search.has('limit')) return 'page';
  return streams === 'whole' ? 'whole' : 'answer';
}
