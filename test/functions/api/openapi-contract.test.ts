import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { undocumented } from './answer-contract.ts';
import { type ApiRequest, exampleStation, exampleValues, requestOf, sent } from './example-requests.ts';
import { documentedOperations } from './openapi-operations.ts';
import { requests } from './request-arbitraries.ts';

/** With CONTRACT_SEED and CONTRACT_RUNS it looks elsewhere and for longer; a failure tells seed and path. */
const seed = Number(process.env.CONTRACT_SEED ?? 2026);
const numRuns = Number(process.env.CONTRACT_RUNS ?? 60);
const secondsEach = 60 + numRuns / 5;

describe(`requests of all kinds, made of openapi.json with the seed ${seed}`, () => {
  const statuses = new Map<string, Set<number>>();

  it.each(documentedOperations)(
    'to $method $path have no answer that is not documented',
    async (operation) => {
      const station = await exampleStation();
      const values = await exampleValues(station, operation);
      const seen = new Set<number>();
      statuses.set(operation.operationId, seen);
      const isAsDocumented = async (request: ApiRequest): Promise<void> => {
        // What is written does not change what the next one is about.
        const response = await sent(operation.method === 'GET' ? station : await exampleStation(), request);
        seen.add(response.status);
        expect(response.status).not.toBe(500);
        expect(await undocumented(operation, response)).toEqual([]);
      };
      const example = requestOf(operation, values);
      await fc.assert(fc.asyncProperty(requests(operation, values), isAsDocumented), {
        seed,
        numRuns,
        examples: [[example]],
      });
      expect(station.logged).toEqual([]);
    },
    secondsEach * 1000,
  );

  afterAll(() => {
    // Requests that are all refused would find nothing.
    for (const [operationId, seen] of statuses) {
      expect(
        [...seen].some((status) => status < 300),
        `${operationId} has answered ${[...seen]}`,
      ).toBe(true);
    }
  });
});

describe('the contract', () => {
  const operation = documentedOperations.find(({ operationId }) => operationId === 'listRouters');

  it('sees a status, a media type, a row and a problem that are not documented', async () => {
    if (operation === undefined) throw new Error('there is no listRouters');
    const station = await exampleStation();
    const answer = await station.json('/v1/routers');
    const json = { 'content-type': 'application/json' };
    const saidOf = (body: string | null, init: ResponseInit) => undocumented(operation, new Response(body, init));
    expect(await saidOf(JSON.stringify(answer), { headers: json })).toEqual([]);
    expect(await saidOf(JSON.stringify(answer), { headers: json, status: 201 })).toHaveLength(1);
    expect(await saidOf('x', { headers: { 'content-type': 'text/html' } })).toEqual(['200 as text/html']);
    expect(await saidOf('{}', { headers: json })).not.toEqual([]);
    expect(await saidOf('x', { headers: json })).toEqual(['200 application/json: not JSON: x']);
    expect(await saidOf('{"id":1}\n', { headers: { 'content-type': 'application/x-ndjson' } })).not.toEqual([]);
    expect(await saidOf('{}', { headers: { 'content-type': 'application/problem+json' }, status: 400 })).not.toEqual(
      [],
    );
    expect(await saidOf(null, { status: 304 })).toEqual([]);
    answer.data[0].session.state = 'sleeping';
    expect(await saidOf(JSON.stringify(answer), { headers: json })).toHaveLength(1);
  });
});
