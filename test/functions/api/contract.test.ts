import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '#functions/api/openapi/openapi-document.ts';
import { openApiExamples } from '#functions/api/openapi/openapi-examples.ts';
import { operations } from '#model/api.ts';
import { faultsOf } from './answer-schemas.ts';
import { type ApiRequest, exampleRequest, exampleStation, sent } from './example-requests.ts';
import { makeExamples } from './openapi-examples.ts';
import { documentedOperations, openApi } from './openapi-operations.ts';
import type { Station } from './station.ts';

const examplesFile = new URL('../../../functions/api/openapi/openapi-examples.json', import.meta.url);
const examples = openApiExamples.parse(JSON.parse(await readFile(examplesFile, 'utf8')));

describe('openapi.json', () => {
  it('is what the route table says (else run: npm run openapi)', () => {
    expect(openApi).toEqual(JSON.parse(JSON.stringify(openApiDocument(examples))));
  });

  it('is served', async () => {
    const station = await exampleStation();
    expect(await station.json('/v1/openapi.json')).toEqual(openApi);
  });

  it('has every operation of the table', () => {
    const ids = documentedOperations.map(({ operationId }) => operationId);
    expect(ids.sort()).toEqual(Object.keys(operations).sort());
  });
});

describe('the examples', () => {
  it('are what the lab answers (else run: npm run openapi)', async () => {
    expect(examples).toEqual(JSON.parse(JSON.stringify(await makeExamples(documentedOperations))));
  });

  it.each(documentedOperations)('of $operationId are there, and as its schemas say', (operation) => {
    const example = examples[operation.operationId];
    expect(example).toBeDefined();
    const { content } = operation.responses[String(example?.status)] ?? {};
    const answered = content?.['application/json'];
    if (answered) expect(faultsOf(answered.schema, answered.example)).toEqual([]);
    const body = operation.requestBody?.content['application/json'];
    if (body) expect(faultsOf(body.schema, example?.body)).toEqual([]);
    for (const { schema, example: value } of operation.parameters) {
      for (const shown of [...(value === undefined ? [] : [value]), ...(schema.examples ?? [])]) {
        expect(faultsOf(schema, shown)).toEqual([]);
      }
    }
    const unshown = operation.parameters.filter((parameter) => parameter.required && !hasExample(parameter));
    expect(unshown).toEqual([]);
  });
});

const hasExample = ({ example, schema }: (typeof documentedOperations)[number]['parameters'][number]): boolean =>
  example !== undefined || (schema.examples ?? []).length > 0;

const withData = z.looseObject({ data: z.unknown() });

describe.each(documentedOperations)('$method $path', (operation) => {
  const { method, path, responses } = operation;
  let station: Station;
  let request: ApiRequest;
  beforeAll(async () => {
    station = await exampleStation();
    request = await exampleRequest(station, operation);
  });

  const asked = async (change: Partial<ApiRequest> = {}): Promise<Response> =>
    sent(await exampleStation(), { ...request, ...change, headers: { ...request.headers, ...change.headers } });
  const schemaOf = (status: number, mediaType: string) => responses[status]?.content?.[mediaType]?.schema ?? {};

  it('answers as its schema says, and not with nothing', async () => {
    const response = await asked();
    expect(Object.keys(responses)).toContain(String(response.status));
    expect(response.ok).toBe(true);
    if (response.status === 204) return;
    const body = withData.parse(await response.json());
    const schema = schemaOf(response.status, 'application/json');
    expect(faultsOf(schema, body)).toEqual([]);
    expect(faultsOf(schema, { ...body, meta: { asOf: 1 } })).not.toEqual([]);
    expect(body.data).not.toEqual([]);
  });

  it('answers an unknown parameter with 400 and a problem as the schema says', async () => {
    const response = await asked({ path: `${request.path}${request.path.includes('?') ? '&' : '?'}nonsense=1` });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(faultsOf(schemaOf(400, 'application/problem+json'), await response.json())).toEqual([]);
  });

  it.each(['application/x-ndjson', 'text/csv', 'text/plain'])('writes %s', async (accept) => {
    const response = await asked({ headers: { accept } });
    expect(response.ok).toBe(true);
    if (response.status === 204) return;
    expect(response.headers.get('content-type')).toMatch(accept);
    expect((await response.text()).trim()).not.toBe('');
  });

  it.runIf(method === 'GET')('answers HEAD without a body, and 304 to who has it already', async () => {
    const head = await asked({ method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const unchanged = await asked({ headers: { 'if-none-match': head.headers.get('etag') ?? '' } });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
  });

  it('refuses other methods with what it allows', async () => {
    const response = await station.app.request(request.path, { method: 'PATCH' });
    const methods = documentedOperations.filter((other) => other.path === path).map((other) => other.method);
    const allowed = methods.flatMap((known) => (known === 'GET' ? ['GET', 'HEAD'] : [known]));
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed.join(', ')]);
  });
});
