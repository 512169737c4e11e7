import type { DataOf, OperationId, ParametersOf, QueryOf } from '#model/api.ts';
import type { RouteCounter } from '#rib/count.ts';
import type { RibReader } from '#rib/rib-reader.ts';
import type { Store } from '#rib/store.ts';
import type { Clock } from './clock.ts';
import type { MediaType } from './media-types.ts';
import type { PageRequest } from './paging.ts';

/** What endpoints read from. */
export interface Sources {
  store: Store;
  rib: RibReader;
  counter: RouteCounter;
  clock: Clock;
}

export interface EndpointRequest<Id extends OperationId> {
  parameters: ParametersOf<Id>;
  query: QueryOf<Id>;
  page: PageRequest;
  /** What the answer is going to be written as. */
  mediaType: MediaType;
}

/** One thing, or a page of things with the key to go on after. */
export type EndpointAnswer<Id extends OperationId> =
  | { data: DataOf<Id>; status?: 200 | 503 }
  | { rows: DataOf<Id>[]; next: string | null; unreadableSegments?: number };

export type Endpoint<Id extends OperationId> = (
  sources: Sources,
  request: EndpointRequest<Id>,
) => Promise<EndpointAnswer<Id>>;

export type Endpoints = { readonly [Id in OperationId]: Endpoint<Id> };
