import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type OperationId, operations } from '#model/api.ts';
import { RouteCounter } from '#rib/read/count.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { Store } from '#rib/store/store.ts';
import { answer, type Platform } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { endpoints } from './endpoints.ts';
import { negotiate } from './media-types.ts';
import openapi from './openapi.json' with { type: 'json' };
import { Problem, problemResponse } from './problem.ts';
import type { Streams } from './request.ts';

export interface ApiLogger {
  error(message: string, details: Record<string, unknown>): void;
  warn(message: string, details: Record<string, unknown>): void;
}

export interface ApiDependencies {
  store: Store;
  clock?: Clock;
  logger?: ApiLogger;
  /** How far back the RIB can be asked for, milliseconds: no further than compaction keeps it. */
  retention?: number;
  streams?: Streams;
}

const day = 24 * 3600 * 1000;
const silent: ApiLogger = { error: () => {}, warn: () => {} };
const reads = 'GET, HEAD';

/** The HTTP API over a table. */
export function createApi(dependencies: ApiDependencies): Hono {
  const { store, clock = systemClock, logger = silent, retention = day, streams = 'paged' } = dependencies;
  const rib = new RibReader({
    store,
    now: clock.now,
    onUnreadable: (part, { message }) => logger.warn('part of the RIB cannot be read', { ...part, reason: message }),
  });
  const platform: Platform = {
    sources: { store, rib, counter: new RouteCounter(rib), clock, retention },
    streams,
    onBroken: (error) =>
      logger.error('answer broke off', { error: error instanceof Error ? error.stack : String(error) }),
  };
  const app = new Hono();
  for (const id of operationIds) mount(app, id, platform);
  app.get('/v1/openapi.json', (context) => context.json(openapi));
  for (const path of [...operationIds.map(routePath), '/v1/openapi.json']) app.all(path, refuseMethod);
  app.notFound(({ req }) => {
    throw new Problem('not-found', `There is nothing at ${req.path}.`);
  });
  app.onError((error, context) => errorResponse(error, context, logger));
  return app;
}

const isOperationId = (id: string): id is OperationId => id in operations;
const operationIds = Object.keys(operations).filter(isOperationId);

/** `{id}` of OpenAPI is `:id` here. */
const routePath = (id: OperationId): string => operations[id].path.replace(/\{(\w+)\}/g, ':$1');

function mount<Id extends OperationId>(app: Hono, id: Id, platform: Platform): void {
  app.get(routePath(id), (context) => {
    const mediaType = negotiate(context.req.header('accept'));
    const { searchParams } = new URL(context.req.url);
    const request = { parameters: context.req.param(), search: searchParams, mediaType };
    const ifNoneMatch = context.req.header('if-none-match');
    return answer(id, endpoints[id], platform, { ...request, ifNoneMatch });
  });
}

function refuseMethod({ req }: Context): never {
  throw new Problem('method-not-allowed', `${req.method} is not allowed; ${reads} are.`, { headers: { allow: reads } });
}

/** What a client is told of an error: a problem as it is, of anything else only where to look for it. */
function errorResponse(error: Error, { req }: Context, logger: ApiLogger): Response {
  const requestId = req.header('x-amzn-trace-id') ?? randomUUID();
  if (error instanceof Problem) return problemResponse(error, req.path, requestId);
  logger.error('request failed', {
    requestId,
    method: req.method,
    path: req.path,
    error: error.stack ?? error.message,
  });
  const told = new Problem('internal', 'The error is in the log of the service, under the request id.');
  return problemResponse(told, req.path, requestId);
}
