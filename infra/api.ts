import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpNoneAuthorizer, type IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import type { ApiEnvironment } from '#functions/api/config.ts';
import { ApiDomain } from './api-domain.ts';
import { ApiPolicies } from './api-policies.ts';
import { ApiStage } from './api-stage.ts';
import { type Archive, archivePrefixes } from './archive.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import type { Table } from './table.ts';

export type ApiConfig = NonNullable<StationConfig['api']>;

export interface ApiProps extends Pick<StationConfig, 'retention' | 'logLevel' | 'capacity'> {
  api: ApiConfig;
  table: Table;
  archive: Archive;
}

/** Of the table, all that the API writes: the rules, and what is asked of collectors. */
const writtenPartitions = ['RULES', 'REQUEST'];

const reading = [HttpMethod.GET, HttpMethod.HEAD];
const writing = [HttpMethod.PUT, HttpMethod.POST, HttpMethod.DELETE];
const corsMethods = [
  CorsHttpMethod.GET,
  CorsHttpMethod.HEAD,
  CorsHttpMethod.PUT,
  CorsHttpMethod.POST,
  CorsHttpMethod.DELETE,
];

/**
 * Below which the routes for tokens stand. A route has one authorizer, so who brings a token needs routes of their own; a
 * second API for them would be a second stage, log and domain mapping, with throttles that do not add up.
 */
const tokenPath = '/token';

/** Of a token that may do what is not reading. */
export const writeScope = 'bmpaas/write';

/**
 * The HTTP API. Callers sign with SigV4 and need `execute-api:Invoke`, or bring a token of the configured issuer. Routes have
 * methods, never `ANY`: preflight requests of browsers, which bring neither, are then answered by the gateway itself.
 */
export class Api extends Construct {
  /** Without a slash at its end; paths begin with `/v1`. */
  readonly url: string;
  /** The same for callers with a token; null where there is no issuer. */
  readonly tokenUrl: string | null;
  /** Null: the address is that of the gateway. */
  readonly domain: ApiDomain | null;
  readonly stage: IHttpStage;
  /** For those who are to be callers. */
  readonly policies: ApiPolicies;
  private readonly integration: HttpLambdaIntegration;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const { jwt, domain, corsOrigins } = props.api;
    const httpApi = new HttpApi(this, 'HttpApi', {
      description: 'BMP station: routers, elements, RIB',
      createDefaultStage: false,
      // Or there would be a way round whatever stands before the domain.
      disableExecuteApiEndpoint: domain !== null,
      ...(corsOrigins.length > 0 && { corsPreflight: corsOf(corsOrigins) }),
    });
    this.integration = new HttpLambdaIntegration('Integration', this.createHandler(props));
    this.addSignedRoutes(httpApi);
    if (jwt !== null) this.addTokenRoutes(httpApi, jwt);
    const stage = new ApiStage(this, 'Stage', { ...props.api, httpApi, logDays: props.retention.logDays });
    this.stage = stage.stage;
    if (props.api.anonymousHealth) stage.throttleHealth(this.addAnonymousHealth(httpApi));
    this.domain = domain === null ? null : new ApiDomain(this, 'Domain', { ...domain, httpApi, stage: stage.stage });
    this.url = this.domain?.url ?? httpApi.apiEndpoint;
    this.tokenUrl = jwt === null ? null : `${this.url}${tokenPath}`;
    this.policies = new ApiPolicies(this, 'Policies', { httpApi });
  }

  private addSignedRoutes(httpApi: HttpApi): void {
    const { integration } = this;
    const authorizer = new HttpIamAuthorizer();
    // The function knows its paths, and answers 404 and 405 as problem documents.
    httpApi.addRoutes({ path: '/v1/{proxy+}', methods: [...reading, ...writing], integration, authorizer });
  }

  /** Any token of the issuer for this audience may read; what changes something needs the scope. */
  private addTokenRoutes(httpApi: HttpApi, { issuer, audience }: NonNullable<ApiConfig['jwt']>): void {
    const { integration } = this;
    const authorizer = new HttpJwtAuthorizer('TokenAuthorizer', issuer, { jwtAudience: audience });
    const path = `${tokenPath}/v1/{proxy+}`;
    httpApi.addRoutes({ path, methods: reading, integration, authorizer });
    httpApi.addRoutes({ path, methods: writing, integration, authorizer, authorizationScopes: [writeScope] });
  }

  /** More specific than the others, so nobody else is asked who they are either; the function tells no more than ok or not. */
  private addAnonymousHealth(httpApi: HttpApi): Construct[] {
    const { integration } = this;
    const authorizer = new HttpNoneAuthorizer();
    return httpApi.addRoutes({ path: '/v1/health', methods: [HttpMethod.GET], integration, authorizer });
  }

  private createHandler({ table, archive, retention, logLevel, capacity, api }: ApiProps): BundledFunction {
    const environment: ApiEnvironment = {
      TABLE_NAME: table.tableName,
      RETENTION_HOURS: String(retention.ribHours),
      MAX_BODY_BYTES: String(api.maxBodyBytes),
      TOKEN_PATH: api.jwt === null ? '' : tokenPath,
      CAPTURE_BUCKET: archive.bucketName,
      CAPTURE_PREFIX: archivePrefixes.captures,
      LOG_LEVEL: logLevel,
    };
    const handler = new BundledFunction(this, 'Function', {
      bundle: 'api',
      description: 'HTTP API of the BMP station',
      environment: { ...environment },
      memorySize: 1024,
      // An HTTP API gives up after 30 s.
      timeout: Duration.seconds(29),
      logDays: retention.logDays,
      reservedConcurrency: capacity.reservedConcurrency.api,
    });
    table.grantRead(handler);
    table.grantPut(handler, writtenPartitions);
    // Addresses of captures are signed as the function, so it has to be able to read them.
    archive.grantRead(handler, 'captures');
    return handler;
  }
}

/** What pages of these origins may send and read. No cookies: nothing here is authorised by one. */
const corsOf = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: corsMethods,
  allowHeaders: ['authorization', 'content-type', 'if-match', 'if-none-match', 'x-amz-date', 'x-amz-security-token'],
  exposeHeaders: ['etag', 'link', 'bmpaas-damaged-parts'],
  maxAge: Duration.hours(1),
});
