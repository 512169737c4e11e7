import type { LambdaEvent } from 'hono/aws-lambda';

/** Of payload 2.0. */
export type GatewayEvent = Extract<LambdaEvent, { rawPath: string }>;

/** What the authorizers of an HTTP API add to a request (payload 2.0). */
export const authorizers = {
  iam: {
    iam: {
      accessKey: 'AKIDEXAMPLE',
      accountId: '123456789012',
      callerId: 'AIDAEXAMPLE',
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: 'arn:aws:iam::123456789012:user/ops',
      userId: 'AIDAEXAMPLE',
    },
  },
  jwt: { jwt: { claims: { iss: 'https://login.example.net', sub: 'alice', scope: 'bmpaas/write' }, scopes: null } },
} as const;

export interface GatewayRequest {
  method?: string;
  path: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Absent: the route has none. */
  authorizer?: object;
}

/** A request as an HTTP API of API Gateway hands it to its function. */
export function gatewayEvent(request: GatewayRequest): GatewayEvent {
  const { method = 'GET', path, query = '', headers = {}, body, authorizer } = request;
  const domainName = 'id.execute-api.us-east-1.amazonaws.com';
  const event = {
    version: '2.0',
    routeKey: `${method} /v1/{proxy+}`,
    rawPath: path,
    rawQueryString: query,
    headers: { host: domainName, 'x-amzn-trace-id': 'Root=1-0-0', ...headers },
    body: body ?? null,
    isBase64Encoded: false,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'id',
      domainName,
      domainPrefix: 'id',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.9', userAgent: 'test' },
      requestId: 'r',
      routeKey: `${method} /v1/{proxy+}`,
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
      ...(authorizer && { authorizer }),
    },
  };
  // Hono's type has an authorizer that is always there.
  return event as unknown as GatewayEvent;
}
