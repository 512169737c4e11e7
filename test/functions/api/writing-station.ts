import type { Hono } from 'hono';
import * as z from 'zod';
import type { Platform } from '#functions/api/http/answer.ts';
import { requireMatch, versionTag } from '#functions/api/http/entity-tag.ts';
import { usualBody } from '#functions/api/http/request-body.ts';
import { type Route, routeOf } from '#functions/api/http/route.ts';
import { routed } from '#functions/api/http/routing.ts';
import { define } from '#model/api-operation.ts';
import { RouteCounter } from '#rib/read/count.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { StillClock } from './station.ts';

const community = z.string().regex(/^\d+:\d+$/, 'must be a community');
const range = z.strictObject({ from: z.int(), to: z.int() });
const notes = z.strictObject({
  title: z.string().min(1),
  roles: z.array(z.strictObject({ name: z.string(), communities: z.array(z.union([community, range])) })).default([]),
});
const written = z.object({ version: z.int(), notes });

const path = '/v1/notes';
const nothing = z.object({});

/** A document that is read, replaced and removed, and a thing that is made of another. */
export const writingOperations = {
  getNotes: define({ path, summary: 'read', parameters: nothing, query: nothing, shape: 'one', data: written }),
  putNotes: define({
    method: 'PUT',
    path,
    summary: 'replace',
    parameters: nothing,
    query: nothing,
    body: notes,
    ifMatch: true,
    shape: 'one',
    data: written,
    succeedsWith: [200, 201],
  }),
  deleteNotes: define({
    method: 'DELETE',
    path,
    summary: 'remove',
    parameters: nothing,
    query: nothing,
    ifMatch: true,
    shape: 'one',
    data: z.undefined(),
    succeedsWith: [204],
  }),
  countRoles: define({
    method: 'POST',
    path: '/v1/notes/{id}/count',
    summary: 'count',
    parameters: z.object({ id: z.string() }),
    query: z.object({ least: z.string().optional() }),
    body: notes,
    shape: 'one',
    data: z.object({ id: z.string(), roles: z.int() }),
  }),
};

const { getNotes, putNotes, deleteNotes, countRoles } = writingOperations;

/** The API over the operations above. */
export class WritingStation {
  version = 3;
  notes: z.output<typeof notes> = { title: 'first', roles: [] };
  readonly app: Hono;

  constructor() {
    const store = new InMemoryStore();
    const clock = new StillClock();
    const rib = new RibReader({ store, now: clock.now });
    const sources = { store, rib, counter: new RouteCounter(rib), clock, retention: 0 };
    const platform: Platform = { sources, streams: 'paged', maxBodyBytes: usualBody, onBroken: () => {} };
    const logger = { error: () => {}, warn: () => {} };
    this.app = routed(this.#routes(), { platform, access: 'everyone', readDocument: async () => '{}', logger });
  }

  #routes(): Route[] {
    const current = () => ({
      data: { version: this.version, notes: this.notes },
      etag: versionTag(this.version),
    });
    return [
      routeOf({ id: 'getNotes', operation: getNotes, endpoint: async () => current() }),
      routeOf({
        id: 'putNotes',
        operation: putNotes,
        endpoint: async (_, { body, ifMatch }) => {
          requireMatch(ifMatch, versionTag(this.version));
          this.version += 1;
          this.notes = body;
          return { ...current(), status: 201, headers: { location: path } };
        },
      }),
      routeOf({
        id: 'deleteNotes',
        operation: deleteNotes,
        endpoint: async (_, { ifMatch }) => {
          requireMatch(ifMatch, versionTag(this.version));
          return { data: undefined, status: 204 };
        },
      }),
      routeOf({
        id: 'countRoles',
        operation: countRoles,
        endpoint: async (_, { parameters, body }) => ({ data: { id: parameters.id, roles: body.roles.length } }),
      }),
    ];
  }

  send(method: string, at: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    return Promise.resolve(this.app.request(at, { method, headers, ...(body !== undefined && { body }) }));
  }
}
