import type { Hono } from 'hono';
import { type OperationId, operations } from '#model/api.ts';
import { RouteCounter } from '#rib/read/count.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import type { Store } from '#rib/store/store.ts';
import type { CaptureLinks } from './control/capture-links.ts';
import { endpoints } from './endpoints.ts';
import type { Access } from './http/access.ts';
import type { Platform } from './http/answer.ts';
import { type Clock, systemClock } from './http/clock.ts';
import type { Streams } from './http/request.ts';
import { usualBody } from './http/request-body.ts';
import { type Route, routeOf } from './http/route.ts';
import { type ApiLogger, routed } from './http/routing.ts';
import { readDocument } from './openapi/read-document.ts';

export interface ApiDependencies {
  store: Store;
  /** Never preset: what is reachable from elsewhere must say how it knows who asks. */
  access: Access;
  clock?: Clock;
  logger?: ApiLogger;
  /** How far back the RIB can be asked for, milliseconds: no further than compaction keeps it. */
  retention?: number;
  streams?: Streams;
  /** Octets of a body. */
  maxBodyBytes?: number;
  /** Without them nothing can be captured. */
  captures?: CaptureLinks | null;
}

const day = 24 * 3600 * 1000;
const silent: ApiLogger = { error: () => {}, warn: () => {} };

/** The HTTP API over a table. */
export function createApi(dependencies: ApiDependencies): Hono {
  const { store, access, clock = systemClock, logger = silent, retention = day } = dependencies;
  const { streams = 'paged', maxBodyBytes = usualBody, captures } = dependencies;
  const rib = new RibReader({
    store,
    now: clock.now,
    onUnreadable: (part, { message }) => logger.warn('part of the RIB cannot be read', { ...part, reason: message }),
  });
  const platform: Platform = {
    sources: { store, rib, counter: new RouteCounter(rib), clock, retention, ...(captures && { captures }) },
    streams,
    maxBodyBytes,
    onBroken: (error) =>
      logger.error('answer broke off', { error: error instanceof Error ? error.stack : String(error) }),
  };
  return routed(operationIds.map(routeOfTable), { platform, access, readDocument, logger });
}

const isOperationId = (id: string): id is OperationId => id in operations;
const operationIds = Object.keys(operations).filter(isOperationId);

const routeOfTable = <Id extends OperationId>(id: Id): Route =>
  routeOf({ id, operation: operations[id], endpoint: endpoints[id] });
