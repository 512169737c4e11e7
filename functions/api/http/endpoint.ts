import type * as z from 'zod';
import type { OperationId, Operations } from '#model/api.ts';
import type { Operation } from '#model/api-operation.ts';
import type { RouteCounter } from '#rib/read/count.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { Store } from '#rib/store/store.ts';
import type { CaptureLinks } from '../control/capture-links.ts';
import type { Clock } from './clock.ts';
import type { MediaType } from './media-types.ts';
import type { PageRequest } from './paging.ts';

/** What endpoints read from. */
export interface Sources {
  store: Store;
  rib: RibReader;
  counter: RouteCounter;
  clock: Clock;
  /** How far back the RIB can be asked for, milliseconds. */
  retention: number;
  /** Absent where there are no captures. */
  captures?: CaptureLinks;
}

/**
 * How much is wanted of a list: a page of at most `limit` rows; as much as one answer can hold; or all of it, written as it
 * is read. An endpoint may give less, with the place to go on.
 */
export type Extent = 'page' | 'answer' | 'whole';

export interface RequestOf<Of extends Operation> {
  /** Who asks: ARN of an AWS identity, or issuer and subject of a token; null where the station does not ask that. */
  caller: string | null;
  parameters: z.output<Of['parameters']>;
  query: z.output<Of['query']>;
  body: z.output<NonNullable<Of['body']>>;
  /** For `requireMatch`. */
  ifMatch: string | undefined;
  page: PageRequest;
  extent: Extent;
  /** What the answer is going to be written as. */
  mediaType: MediaType;
}

export type EndpointRequest<Id extends OperationId> = RequestOf<Operations[Id]>;

/** What an answer out of the RIB was made of. */
export interface Provenance {
  /** What the routers asked had said by then is in it, milliseconds since 1970; null where none was asked. */
  appliedAt: number | null;
  /** Parts of the RIB that could not be read: rows may be missing. */
  damagedParts: number;
  /** Rows looked at for it. */
  scanned?: number;
}

export interface OneThing<Data> {
  data: Data;
  /** With 204 nothing is written. */
  status?: 200 | 201 | 204 | 503;
  /** Instead of one made of the content. */
  etag?: string;
  headers?: Readonly<Record<string, string>>;
}

/** A page of things with the key to go on after. */
export interface RowPage<Row> {
  rows: Row[];
  next: string | null;
  provenance?: Provenance;
}

/** A page whose rows stand in lists where there is an envelope. */
export interface ListsPage<Lists> extends RowPage<object> {
  lists: Lists;
}

/** All rows, some at a time. Ends only where it is complete; throws otherwise. */
export interface WholeList {
  whole: AsyncIterable<readonly object[]>;
}

export type AnswerOf<Of extends Operation> =
  | OneThing<z.output<Of['data']>>
  | RowPage<z.output<Of['data']>>
  | ListsPage<z.output<Of['data']>>
  | WholeList;

export type EndpointOf<Of extends Operation> = (sources: Sources, request: RequestOf<Of>) => Promise<AnswerOf<Of>>;

export type Endpoint<Id extends OperationId> = EndpointOf<Operations[Id]>;

export type Endpoints = { readonly [Id in OperationId]: Endpoint<Id> };
