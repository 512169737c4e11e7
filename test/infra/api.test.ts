import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { stationConfig } from '#infra/config.ts';
import publicStation from './flavours/public.ts';
import { StationTemplate } from './station-template.ts';

const usual = new StationTemplate();
const whole = new StationTemplate(publicStation);
const headless = new StationTemplate({ api: null, operations: { canary: false } });

const routeSchema = z.looseObject({
  RouteKey: z.string(),
  AuthorizationType: z.string(),
  AuthorizationScopes: z.array(z.string()).optional(),
});

const routesOf = (station: StationTemplate) =>
  Object.values(station.resources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => routeSchema.parse(Properties));

const keysOf = (station: StationTemplate, type: string): string[] =>
  routesOf(station)
    .filter(({ AuthorizationType }) => AuthorizationType === type)
    .map(({ RouteKey }) => RouteKey)
    .sort();

const readings = ['GET', 'HEAD'];
const writings = ['DELETE', 'POST', 'PUT'];
const below = (methods: string[], path: string): string[] => methods.map((method) => `${method} ${path}`).sort();

describe('who may ask', () => {
  test('without more being configured, every route asks for a signature', () => {
    expect(keysOf(usual, 'AWS_IAM')).toEqual(below([...readings, ...writings], '/v1/{proxy+}'));
    expect(routesOf(usual)).toHaveLength(5);
    expect(usual.resources('AWS::ApiGatewayV2::Authorizer')).toEqual({});
  });

  test('with an issuer, tokens have routes of their own, and signatures are asked for as before', () => {
    expect(keysOf(whole, 'AWS_IAM')).toEqual(keysOf(usual, 'AWS_IAM'));
    expect(keysOf(whole, 'JWT')).toEqual(below([...readings, ...writings], '/token/v1/{proxy+}'));
    expect(whole.only('AWS::ApiGatewayV2::Authorizer').Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://idp.example.net', Audience: ['bmpaas'] },
    });
  });

  test('a token writes with the scope for it only', () => {
    const ofTokens = routesOf(whole).filter(({ AuthorizationType }) => AuthorizationType === 'JWT');
    const scopes = Object.fromEntries(
      ofTokens.map(({ RouteKey, AuthorizationScopes = [] }) => [RouteKey.split(' ')[0], AuthorizationScopes]),
    );
    for (const method of readings) expect(scopes[method]).toEqual([]);
    for (const method of writings) expect(scopes[method]).toEqual(['bmpaas/write']);
  });

  test('nothing is anonymous but the status, where that is configured', () => {
    expect(keysOf(usual, 'NONE')).toEqual([]);
    expect(keysOf(whole, 'NONE')).toEqual(['GET /v1/health']);
  });

  test('no route takes every method: browsers ask beforehand without a name', () => {
    for (const { RouteKey } of [...routesOf(usual), ...routesOf(whole)])
      expect(RouteKey).not.toMatch(/^(ANY|\$default)/);
  });

  test('the function knows below which path tokens come, and how much it may read', () => {
    const environment = (TOKEN_PATH: string) => ({
      Environment: { Variables: Match.objectLike({ TOKEN_PATH, MAX_BODY_BYTES: '262144' }) },
    });
    usual.service.hasResourceProperties('AWS::Lambda::Function', environment(''));
    whole.service.hasResourceProperties('AWS::Lambda::Function', environment('/token'));
  });

  test('headless, there is no API at all', () => {
    for (const kind of ['Api', 'Route', 'Stage', 'Integration']) {
      headless.service.resourceCountIs(`AWS::ApiGatewayV2::${kind}`, 0);
    }
    expect(Object.keys(headless.service.findOutputs('*')).filter((name) => name.startsWith('Api'))).toEqual([]);
  });
});

describe('policies for callers', () => {
  const requestsOf = (name: string): string[] => {
    const policies = usual.matching('AWS::IAM::ManagedPolicy', { Description: Match.stringLikeRegexp(name) });
    const [policy] = Object.values(policies);
    const { Statement } = z
      .object({ Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown() })) })
      .parse(policy?.Properties.PolicyDocument);
    expect(Statement.map(({ Action }) => Action)).toEqual(['execute-api:Invoke']);
    return [...JSON.stringify(Statement).matchAll(/\/\$default\/([^"]*)"/g)].map(([, request = '']) => request).sort();
  };

  test('a reader reads', () => {
    expect(requestsOf('^Reads the API')).toEqual(['GET/v1/*', 'HEAD/v1/*']);
  });

  test('an operator acts on elements and routers, and does not write the rules', () => {
    const requests = requestsOf('^Reads it, and acts');
    expect(requests).toContain('PUT/v1/overrides/*');
    expect(requests.filter((request) => request.includes('discovery-rules'))).toEqual([
      'POST/v1/discovery-rules/validation',
    ]);
    expect(requests).not.toContain('*/v1/*');
  });

  test('an administrator does everything, of this API alone', () => {
    expect(requestsOf('^Everything')).toEqual(['*/v1/*']);
    const [api] = Object.keys(usual.resources('AWS::ApiGatewayV2::Api'));
    for (const { Properties } of Object.values(usual.resources('AWS::IAM::ManagedPolicy'))) {
      expect(JSON.stringify(Properties.PolicyDocument)).toContain(`{"Ref":"${api}"}`);
    }
  });

  test('are told to whoever deployed', () => {
    for (const name of ['ApiReaderPolicy', 'ApiOperatorPolicy', 'ApiAdministratorPolicy']) {
      usual.service.hasOutput(name, { Value: { Ref: Match.stringLikeRegexp('^ServiceApiPolicies') } });
    }
  });
});

describe('how much', () => {
  test('throttles are those of the configuration', () => {
    const own = new StationTemplate({ api: { throttle: { rate: 7, burst: 9 } } });
    const throttleOf = (station: StationTemplate) =>
      station.only('AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings;
    expect(throttleOf(usual)).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    expect(throttleOf(own)).toEqual({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 });
  });

  test('what anybody may ask has a narrower one, on a route that is there by then', () => {
    const stage = whole.only('AWS::ApiGatewayV2::Stage');
    expect(stage.Properties.RouteSettings).toEqual({
      'GET /v1/health': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
    });
    const health = Object.entries(whole.resources('AWS::ApiGatewayV2::Route')).find(
      ([, { Properties }]) => Properties.RouteKey === 'GET /v1/health',
    );
    expect(stage.DependsOn).toContain(health?.[0]);
  });

  test('concurrency is taken from the account where that is configured', () => {
    const description = { Description: 'HTTP API of the BMP station' };
    const own = new StationTemplate({ capacity: { reservedConcurrency: { api: 11 } } });
    own.service.hasResourceProperties('AWS::Lambda::Function', { ...description, ReservedConcurrentExecutions: 11 });
    usual.service.hasResourceProperties('AWS::Lambda::Function', {
      ...description,
      ReservedConcurrentExecutions: Match.absent(),
    });
  });

  test('the integration speaks payload 2.0, which tells the function who asks', () => {
    for (const station of [usual, whole]) {
      for (const { Properties } of Object.values(station.resources('AWS::ApiGatewayV2::Integration'))) {
        expect(Properties).toMatchObject({ PayloadFormatVersion: '2.0', IntegrationType: 'AWS_PROXY' });
      }
    }
  });
});

describe('the access log', () => {
  const format = z
    .object({ Format: z.string() })
    .transform(({ Format }) => z.record(z.string(), z.string()).parse(JSON.parse(Format)))
    .parse(usual.only('AWS::ApiGatewayV2::Stage').Properties.AccessLogSettings);

  test('tells who asked for what, by ARN or by subject', () => {
    expect(format).toMatchObject({
      caller: '$context.identity.userArn',
      subject: '$context.authorizer.claims.sub',
      path: '$context.path',
      status: '$context.status',
    });
  });

  test('holds no header, and so neither signature nor token', () => {
    expect(Object.values(format).filter((value) => /header|authorization/i.test(value))).toEqual([]);
  });
});

describe('browsers', () => {
  test('no other origin may ask, where none is configured', () => {
    expect(usual.only('AWS::ApiGatewayV2::Api').Properties).not.toHaveProperty('CorsConfiguration');
  });

  test('the origins of the list may, by name and without cookies', () => {
    const { CorsConfiguration } = whole.only('AWS::ApiGatewayV2::Api').Properties;
    expect(CorsConfiguration).toMatchObject({ AllowOrigins: ['https://noc.example.net'] });
    expect(CorsConfiguration).not.toHaveProperty('AllowCredentials');
    expect(JSON.stringify(CorsConfiguration)).not.toContain('*');
  });

  test.each(['*', 'https://*', 'https://*.example.net', 'http://a.example', 'https://a.example/', 'null', ''])(
    '%j is no origin',
    (origin) => {
      expect(() => stationConfig({ api: { corsOrigins: [origin] } })).toThrow('corsOrigins');
    },
  );

  test.each(['https://a.example', 'https://a.example:8443', 'https://localhost:5173'])('%s is one', (origin) => {
    expect(stationConfig({ api: { corsOrigins: [origin] } }).api?.corsOrigins).toEqual([origin]);
  });
});

describe('a domain', () => {
  test('has TLS 1.2 or newer, the certificate of its owner, and leads to the stage', () => {
    const { DomainNameConfigurations } = whole.only('AWS::ApiGatewayV2::DomainName').Properties;
    expect(DomainNameConfigurations).toEqual([
      {
        CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/2',
        EndpointType: 'REGIONAL',
        SecurityPolicy: 'TLS_1_2',
      },
    ]);
    const [stage] = Object.keys(whole.resources('AWS::ApiGatewayV2::Stage'));
    const mapping = whole.only('AWS::ApiGatewayV2::ApiMapping');
    expect(mapping.Properties).toMatchObject({ Stage: '$default' });
    expect(mapping.DependsOn).toContain(stage);
  });

  test('is an alias in the hosted zone', () => {
    whole.service.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'bmp.example.net.',
      Type: 'A',
      HostedZoneId: 'Z0123456789ABCDEFGHIJ',
    });
  });

  test('is the only way in; without one the address of the gateway is', () => {
    expect(whole.only('AWS::ApiGatewayV2::Api').Properties).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(usual.only('AWS::ApiGatewayV2::Api').Properties).toMatchObject({ DisableExecuteApiEndpoint: false });
    whole.service.hasOutput('ApiUrl', { Value: 'https://bmp.example.net' });
    whole.service.hasOutput('ApiTokenUrl', { Value: 'https://bmp.example.net/token' });
    const told = ['', ['export BMPAAS_URL=https://bmp.example.net AWS_REGION=', { Ref: 'AWS::Region' }]];
    whole.service.hasOutput('CliProfile', { Value: { 'Fn::Join': told } });
  });

  test('without a hosted zone whoever deployed is told what the name has to be an alias of', () => {
    const domain = { name: 'bmp.example.net', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/2' };
    const own = new StationTemplate({ api: { domain } });
    own.service.resourceCountIs('AWS::Route53::RecordSet', 0);
    own.service.hasOutput('ApiDomainTarget', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] } });
  });
});
