import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type Access, callerOf, guarded } from './access.ts';
import type { Platform } from './answer.ts';
import { hardened } from './hardening.ts';
import { negotiate } from './media-types.ts';
import { Problem, problemResponse } from './problem.ts';
import type { RawRequest } from './request.ts';
import type { Route } from './route.ts';

export interface ApiLogger {
  error(message: string, details: Record<string, unknown>): void;
  warn(message: string, details: Record<string, unknown>): void;
}

export interface Serving {
  platform: Platform;
  access: Access;
  /** The text that is served as the description of the routes. */
  readDocument: () => Promise<string>;
  logger: ApiLogger;
}

/** Routes as an HTTP application. */
export function routed(routes: readonly Route[], { platform, access, readDocument, logger }: Serving): Hono {
  const app = new Hono();
  app.use(hardened, guarded(access));
  for (const route of routes) {
    app.on(route.method, pattern(route.path), (context) => route.answer(platform, rawRequest(context, access)));
  }
  app.get(documentPath, async (context) =>
    context.body(await readDocument(), 200, { 'content-type': 'application/json' }),
  );
  for (const [path, methods] of methodsByPath(routes)) app.all(pattern(path), (context) => refuse(context, methods));
  app.notFound(({ req }) => {
    throw new Problem('not-found', `There is nothing at ${req.path}.`);
  });
  app.onError((error, context) => errorResponse(error, context, logger));
  return app;
}

const documentPath = '/v1/openapi.json';

/** `{id}` of OpenAPI is `:id` here. */
const pattern = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const served = [...routes, { path: documentPath, method: 'GET' }];
  const byPath = Map.groupBy(served, ({ path }) => path);
  return new Map([...byPath].map(([path, of]) => [path, of.flatMap(({ method }) => withHead(method))]));
}

const withHead = (method: string): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

function rawRequest({ req, env }: Context, access: Access): RawRequest {
  return {
    caller: callerOf(access, env),
    mediaType: negotiate(req.header('accept')),
    parameters: req.param(),
    search: new URL(req.url).searchParams,
    ifMatch: req.header('if-match'),
    ifNoneMatch: req.header('if-none-match'),
    body: {
      contentType: req.header('content-type'),
      contentLength: req.header('content-length'),
      stream: req.raw.body,
    },
  };
}

function refuse({ req }: Context, methods: readonly string[]): never {
  const allow = methods.join(', ');
  const detail = `${req.method} is not allowed; ${allow} ${methods.length > 1 ? 'are' : 'is'}.`;
  throw new Problem('method-not-allowed', detail, { headers: { allow } });
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
