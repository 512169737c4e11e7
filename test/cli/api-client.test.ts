import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '#cli/api-client.ts';
import { ApiError } from '#cli/api-error.ts';
import type { SignRequest } from '#cli/request-signature.ts';
import { type FakeAnswer, type FakeStation, fakeStation } from './fake-station.ts';

let station: FakeStation;
let answer: FakeAnswer;
let asked: { method: string | undefined; headers: object; body: string };

beforeAll(async () => {
  station = await fakeStation(async (_url, request) => {
    asked = { method: request.method, headers: request.headers, body: await text(request) };
    return answer;
  });
});

afterAll(async () => {
  await station[Symbol.asyncDispose]();
});

const client = (sign: SignRequest | null = null): ApiClient =>
  new ApiClient({
    base: new URL(station.url),
    authorization: { sign, tried: 'was a test' },
    onStale: () => {},
    onDamage: () => {},
  });

test('what is sent has its method, body and headers, and its answer the entity tag of what is there then', async () => {
  answer = {
    status: 201,
    body: { data: { version: 4 } },
    headers: { etag: '"v4"', 'content-type': 'application/json' },
  };
  const { data, etag } = await client().send<{ version: number }>('PUT', '/v1/rules', '{"a":1}', {
    'if-match': '"v3"',
  });
  expect([data, etag]).toEqual([{ version: 4 }, '"v4"']);
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'if-match': '"v3"' };
  expect(asked).toMatchObject({ method: 'PUT', body: '{"a":1}', headers });
  await client().send('POST', '/v1/rules/validation', 'a: 1', { 'content-type': 'application/yaml' });
  expect(asked).toMatchObject({ method: 'POST', body: 'a: 1', headers: { 'content-type': 'application/yaml' } });
});

test('what is removed has no body, and an answer without content is none', async () => {
  answer = { status: 204, text: '' };
  expect(await client().send('DELETE', '/v1/rules')).toEqual({ etag: null });
  expect(asked).toMatchObject({ method: 'DELETE', body: '' });
  expect(asked.headers).not.toHaveProperty('content-type');
});

test('the signature is over all of it', async () => {
  answer = { status: 200, body: { data: {} } };
  const signed: unknown[] = [];
  const sign: SignRequest = async (request) => {
    signed.push(request);
    return { ...request.headers, authorization: 'x' };
  };
  await client(sign).send('PUT', '/v1/rules', '{}', { 'if-match': '*' });
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'if-match': '*' };
  expect(signed).toEqual([{ method: 'PUT', url: new URL(`${station.url}/v1/rules`), headers, body: '{}' }]);
  expect(asked.headers).toMatchObject({ authorization: 'x', 'if-match': '*' });
});

test.each([
  [400, 2],
  [412, 1],
  [413, 2],
  [415, 2],
  [422, 2],
  [428, 1],
])('%i is told with its faults, and ends with %i', async (status, exitCode) => {
  answer = {
    status,
    body: { title: 'Title', detail: 'Detail', errors: [{ parameter: 'roles.0.nam', detail: 'did you mean name?' }] },
  };
  const sent = client().send('PUT', '/v1/rules', '{}');
  await expect(sent).rejects.toBeInstanceOf(ApiError);
  await expect(sent).rejects.toMatchObject({
    status,
    exitCode,
    message: 'Title: Detail: roles.0.nam: did you mean name?',
  });
});
