import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '#functions/api/openapi-document.ts';
import { labStation, type Station } from './station.ts';

const documentFile = new URL('../../../functions/api/openapi.json', import.meta.url);
const committed = JSON.parse(await readFile(documentFile, 'utf8'));

interface Operation {
  operationId: string;
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

const operations: { path: string; operation: Operation }[] = Object.entries<{ get: Operation }>(committed.paths).map(
  ([path, { get }]) => ({ path, operation: get }),
);

/** What each operation is called with, beside nothing. */
const calls: Record<string, string> = {
  getRouter: '/v1/routers/nj01emd',
  getPeer: '/v1/peers/nj01emd~192.0.2.1',
  getElement: '/v1/elements/nj01emd~10.0.0.1',
  getLocation: '/v1/locations/nj',
  lookupRoutes: '/v1/rib/ipv4-unicast/lookup?ip=11.11.11.1&match=covering',
  listRoutes: '/v1/rib/ipv4-unicast/routes?router=nj01emd',
  diffRoutes: '/v1/rib/ipv4-unicast/diff?left=nj01emd:192.0.2.1:adj-rib-in-pre&right=nj01emd:192.0.2.1:adj-rib-in-post',
  listRouteChanges: '/v1/rib/ipv4-unicast/history?prefix=11.11.11.1/32&to=2026-01-01T01:00:00Z',
};

/** The schema of openapi.json itself, not the one it was made of. */
function validator(reference: { $ref?: string }): z.ZodType {
  const schema = { ...reference, $defs: committed.components.schemas };
  return z.fromJSONSchema(JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/')));
}

describe('openapi.json', () => {
  it('is what the route table says (else run: npm run openapi)', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('is served', async () => {
    const station = await labStation();
    expect(await station.json('/v1/openapi.json')).toEqual(committed);
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(19);
  });
});

describe.each(operations)('GET $path', ({ path, operation }) => {
  const call = calls[operation.operationId] ?? path;
  let station: Station;
  beforeAll(async () => {
    station = await labStation();
  });

  it('answers as its schema says, and not with nothing', async () => {
    const body = await station.json(call);
    const schema = operation.responses['200']?.content?.['application/json']?.schema ?? {};
    expect(validator(schema).safeParse(body).error).toBeUndefined();
    expect(validator(schema).safeParse({ ...body, meta: { asOf: 1 } }).success).toBe(false);
    expect(body.data).not.toEqual([]);
  });

  it('answers an unknown parameter with 400 and a problem as the schema says', async () => {
    const response = await station.get(`${call}${call.includes('?') ? '&' : '?'}nonsense=1`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const schema = operation.responses['400']?.content?.['application/problem+json']?.schema ?? {};
    expect(validator(schema).safeParse(await response.json()).error).toBeUndefined();
  });

  it.each(['application/x-ndjson', 'text/csv', 'text/plain'])('writes %s', async (accept) => {
    const response = await station.get(call, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(accept);
    expect((await response.text()).trim()).not.toBe('');
  });

  it('answers HEAD without a body, and 304 to who has it already', async () => {
    const head = await station.app.request(call, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const unchanged = await station.get(call, { 'if-none-match': head.headers.get('etag') ?? '' });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
  });

  it('refuses other methods with what it allows', async () => {
    const response = await station.app.request(call, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
