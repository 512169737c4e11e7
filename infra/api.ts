import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ApiEnvironment } from '#functions/api/config.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import type { Table } from './table.ts';

export interface ApiProps extends Pick<StationConfig, 'retention' | 'logLevel'> {
  table: Table;
}

/** Of the table, all that the API writes. */
const rulesPartition = 'RULES';

/** The HTTP API. No route is anonymous: callers sign with SigV4 and need `execute-api:Invoke`. */
export class Api extends Construct {
  /** Without a slash at its end; paths begin with `/v1`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'HttpApi', {
      description: 'BMP station: routers, elements, RIB',
      defaultAuthorizer: new HttpIamAuthorizer(),
      createDefaultStage: false,
    });
    // One route: the function knows its paths, and answers 404 and 405 as problem documents.
    api.addRoutes({
      path: '/v1/{proxy+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Integration', this.createHandler(props)),
    });
    this.createStage(api, props.retention.logDays);
    this.url = api.apiEndpoint;
  }

  private createHandler({ table, retention, logLevel }: ApiProps): BundledFunction {
    const environment: ApiEnvironment = {
      TABLE_NAME: table.tableName,
      RETENTION_HOURS: String(retention.ribHours),
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
    });
    table.grantRead(handler);
    table.grantPut(handler, [rulesPartition]);
    return handler;
  }

  private createStage(httpApi: HttpApi, retention: number): void {
    const logGroup = new LogGroup(this, 'AccessLogs', { retention, removalPolicy: RemovalPolicy.DESTROY });
    new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }
}

const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  source: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};
