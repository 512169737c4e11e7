import { type OperationId, operations, type ParametersOf, type QueryOf } from '#model/api.ts';
import { decodeCursor, queryFingerprint } from './cursor.ts';
import type { EndpointRequest, Extent } from './endpoint.ts';
import type { MediaType } from './media-types.ts';
import { parseQuery, parseValues } from './validation.ts';

/** A request as it came. */
export interface RawRequest {
  parameters: Record<string, string>;
  search: URLSearchParams;
  mediaType: MediaType;
  ifNoneMatch: string | undefined;
}

/** Whether the platform can write an answer while it is being read, or takes only whole ones of a bounded size. */
export type Streams = 'whole' | 'paged';

export interface ParsedRequest<Id extends OperationId> extends EndpointRequest<Id> {
  fingerprint: string;
}

/** The request as the route table has it. @throws Problem */
export function parsedRequest<Id extends OperationId>(id: Id, raw: RawRequest, streams: Streams): ParsedRequest<Id> {
  const operation = operations[id];
  // The compiler does not connect the schema of `operations[id]` with the types it gives; the two lines that must.
  const parameters = parseValues(operation.parameters, raw.parameters) as ParametersOf<Id>;
  const query = parseQuery(operation.query, raw.search) as QueryOf<Id>;
  const fingerprint = queryFingerprint(operation.path, { ...parameters, ...query });
  const page = pageRequest(query, fingerprint);
  return { parameters, query, page, extent: extentOf(raw, streams), fingerprint, mediaType: raw.mediaType };
}

function pageRequest(query: object, fingerprint: string): EndpointRequest<OperationId>['page'] {
  const { cursor, limit } = { cursor: undefined, limit: 1, ...query } satisfies { cursor?: unknown; limit?: unknown };
  return { after: typeof cursor === 'string' ? decodeCursor(cursor, fingerprint) : null, limit };
}

/** Who takes rows one by one and names no limit wants all of them. */
function extentOf({ mediaType, search }: RawRequest, streams: Streams): Extent {
  if (mediaType !== 'application/x-ndjson' || search.has('limit')) return 'page';
  return streams === 'whole' ? 'whole' : 'answer';
}
