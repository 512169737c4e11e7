import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type Endpoint, listenOnLoopback } from '#local/loopback.ts';
import { accountId, credentials } from '../account.ts';
import type { DeployedRoute } from '../deployed.ts';
import { routeOf } from './routing.ts';
import { isSigned } from './signature.ts';

export type InvokeFunction = (functionName: string, event: unknown) => Promise<unknown>;

const functionAnswer = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * An HTTP API of API Gateway over deployed routes: events of payload format 2.0 to functions, who are asked only for callers
 * that the route's authorizer lets in. Tokens (JWT) it lets nobody in with, as there is no issuer here.
 */
export async function openGateway(routes: readonly DeployedRoute[], invoke: InvokeFunction): Promise<Endpoint> {
  const server = createServer((request, response) => {
    answer(routes, invoke, request, response).catch(() => refuse(response, 500, 'Internal Server Error'));
  });
  return await listenOnLoopback(server);
}

async function answer(
  routes: readonly DeployedRoute[],
  invoke: InvokeFunction,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const body = await text(request);
  const route = routeOf(routes, request.method ?? 'GET', url.pathname);
  if (route === null) return refuse(response, 404, 'Not Found');
  const { authorization } = route;
  if (authorization === 'AWS_IAM' && !(await isSigned(request, url, body))) return refuse(response, 403, 'Forbidden');
  if (authorization === 'JWT' || authorization === 'CUSTOM') return refuse(response, 401, 'Unauthorized');
  const answered = functionAnswer.parse(await invoke(route.functionName, eventOf(route, request, url, body)));
  if (answered.cookies.length > 0) response.setHeader('set-cookie', answered.cookies);
  response.writeHead(answered.statusCode, answered.headers);
  response.end(Buffer.from(answered.body, answered.isBase64Encoded ? 'base64' : 'utf8'));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}

function eventOf({ key, authorization }: DeployedRoute, request: IncomingMessage, url: URL, body: string) {
  const { method = 'GET', headers } = request;
  const at = new Date();
  return {
    version: '2.0',
    routeKey: key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(url.search !== '' && { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: {
      accountId,
      apiId: 'rehearsal',
      ...(authorization === 'AWS_IAM' && { authorizer: { iam: identity } }),
      domainName: url.hostname,
      domainPrefix: 'rehearsal',
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: key,
      stage: '$default',
      time: at.toUTCString(),
      timeEpoch: at.getTime(),
    },
    ...(body !== '' && { body }),
    isBase64Encoded: false,
  };
}

const identity = {
  accessKey: credentials.accessKeyId,
  accountId,
  callerId: 'AIDAREHEARSAL',
  cognitoIdentity: null,
  principalOrgId: null,
  userArn: `arn:aws:iam::${accountId}:user/rehearsal`,
  userId: 'AIDAREHEARSAL',
};
