import { handle } from 'hono/aws-lambda';
import { beforeEach, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { createApi } from '#functions/api/app.ts';
import { apiConfigFromEnvironment } from '#functions/api/config.ts';
import { belowPath, callerByGateway } from '#functions/api/gateway-request.ts';
import { readCurrentRules } from '#functions/rules-book.ts';
import { operations } from '#model/api.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { authorizers, type GatewayRequest, gatewayEvent } from './gateway-event.ts';
import { labStation, type Station } from './station.ts';

let station: Station;
let asked: (request: GatewayRequest) => ReturnType<ReturnType<typeof handle>>;
beforeEach(async () => {
  station = await labStation();
  const { store, clock } = station;
  const answer = handle(createApi({ store, clock, access: callerByGateway, maxBodyBytes: 2_000 }));
  asked = (request) => answer(belowPath(gatewayEvent(request), '/token'));
});

const problem = z.looseObject({ type: z.string(), status: z.number() });

describe('without a name', () => {
  const everyOperation = Object.values(operations).map(({ method = 'GET', path }) => [method, path] as const);

  const refused: (readonly [string, string])[] = [
    ...everyOperation.filter(([, path]) => path !== '/v1/health'),
    ['GET', '/v1/openapi.json'],
    ['GET', '/'],
  ];

  it.each(refused)('%s %s is refused, whatever the gateway lets pass', async (method, path) => {
    const answer = await asked({
      method,
      path,
      headers: { 'if-match': '*' },
      ...(method !== 'GET' && { body: '{}' }),
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers?.['www-authenticate']).toBe('Bearer');
    expect(problem.parse(JSON.parse(answer.body)).type).toBe('urn:bmpaas:problem:unauthenticated');
  });

  it.each([
    ['an empty authorizer', {}],
    ['an authorizer of another kind', { lambda: { user: 'alice' } }],
    ['an identity without a name', { iam: { userArn: '' } }],
  ])('%s names nobody', async (_, authorizer) => {
    expect((await asked({ path: '/v1/routers', authorizer })).statusCode).toBe(401);
  });

  it('health is the bare status: no lag, no counts, no entity tag, in no format', async () => {
    for (const accept of ['application/json', 'text/csv', 'text/plain']) {
      const answer = await asked({ path: '/v1/health', headers: { accept } });
      expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
      expect(answer.headers).not.toHaveProperty('etag');
    }
  });

  it('health above the lag is 503 and says no more', async () => {
    station.clock.time += 3_600_000;
    const claim = { routerId: 'nj01emd', open: true, openedAt: 0, heartbeatAt: station.clock.time, session: 1 };
    await station.put({ pk: 'CLAIM', sk: 'nj01emd' }, { ...claim, partitions: 1, collectorId: 'c', source: 's' });
    expect(await asked({ path: '/v1/health' })).toMatchObject({ statusCode: 503, body: '{"status":"lagging"}' });
  });

  it('the path of health under another method, or one below it, is refused', async () => {
    expect((await asked({ path: '/v1/health/x' })).statusCode).toBe(401);
    expect((await asked({ method: 'DELETE', path: '/v1/health' })).statusCode).toBe(405);
  });
});

describe('by name', () => {
  it.each([
    ['AWS identity', '/v1', authorizers.iam],
    ['token', '/token/v1', authorizers.jwt],
  ])('of an %s everything is answered', async (_, base, authorizer) => {
    const answer = await asked({ path: `${base}/routers`, query: 'limit=1', authorizer });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body).data).toHaveLength(1);
    expect(JSON.parse((await asked({ path: `${base}/health`, authorizer })).body).data).toHaveProperty('routersUp');
    expect((await asked({ path: `${base}/nothing`, authorizer })).statusCode).toBe(404);
  });

  it.each([
    ['the ARN of an AWS identity', '/v1', authorizers.iam, authorizers.iam.iam.userArn],
    ['issuer and subject of a token', '/token/v1', authorizers.jwt, 'https://login.example.net alice'],
    [
      'issuer and client of a token without a subject',
      '/token/v1',
      { jwt: { claims: { iss: 'https://login.example.net', client_id: 'controller' }, scopes: null } },
      'https://login.example.net controller',
    ],
  ])('%s stands beside the rules that were written', async (_, base, authorizer, author) => {
    const request = { headers: { 'if-match': '*', 'content-type': 'application/json' }, authorizer };
    const body = JSON.stringify({ ...defaultRules, locations: [{ code: 'nj' }] });
    const answer = await asked({ ...request, method: 'PUT', path: `${base}/discovery-rules`, body });
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(answer.body).data).toMatchObject({ version: 1, author });
    expect(await readCurrentRules(station.store)).toMatchObject({ version: 1, author });
    const versions = JSON.parse((await asked({ path: `${base}/discovery-rules/versions`, authorizer })).body).data;
    expect(versions.map((row: { author: unknown }) => row.author)).toEqual([author, null]);
  });

  it('a body above the limit is 413 before it is read', async () => {
    const headers = { 'if-match': '*', 'content-type': 'application/json' };
    const body = `{"locations": "${'x'.repeat(2_000)}`;
    const request = { method: 'PUT', path: '/v1/discovery-rules', authorizer: authorizers.iam };
    const answer = await asked({ ...request, headers, body });
    expect(answer.statusCode).toBe(413);
    expect(answer.headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ detail: 'A body may have 2000 octets.' });
  });
});

describe('the path of tokens', () => {
  it('is taken off once, and only where there is one', () => {
    const pathBehind = (path: string, tokenPath: string) => belowPath(gatewayEvent({ path }), tokenPath).rawPath;
    expect(pathBehind('/token/v1/routers', '/token')).toBe('/v1/routers');
    expect(pathBehind('/token/token/v1/routers', '/token')).toBe('/token/v1/routers');
    expect(pathBehind('/tokens/v1/routers', '/token')).toBe('/tokens/v1/routers');
    expect(pathBehind('/token/v1/routers', '')).toBe('/token/v1/routers');
  });
});

describe('what browsers are told', () => {
  it.each([
    ['an answer', '/v1/routers', 200],
    ['a problem', '/v1/routers?x=1', 400],
    ['nothing there', '/v1/nothing', 404],
    ['the description', '/v1/openapi.json', 200],
  ])('%s is no page, no script and in no frame', async (_, path, status) => {
    const response = await station.get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    if (status >= 400) expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('what the function is told', () => {
  const variables = { TABLE_NAME: 'table', RETENTION_HOURS: '24' };

  test('256 KiB of a body and no tokens, where it is not told otherwise', () => {
    expect(apiConfigFromEnvironment(variables)).toMatchObject({ maxBodyBytes: 262_144, tokenPath: '' });
  });

  test.each([
    ['MAX_BODY_BYTES', '10'],
    ['MAX_BODY_BYTES', '6000000'],
    ['TOKEN_PATH', 'token'],
    ['TOKEN_PATH', '/token/'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => apiConfigFromEnvironment({ ...variables, [name]: value })).toThrow(name);
  });
});
