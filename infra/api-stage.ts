import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, type HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';

export interface ApiStageProps {
  httpApi: HttpApi;
  throttle: NonNullable<StationConfig['api']>['throttle'];
  logDays: StationConfig['retention']['logDays'];
}

/** Some health checkers come from a dozen places at once; each of their requests reads a few items. */
const healthThrottle = { throttlingRateLimit: 5, throttlingBurstLimit: 10 };

/** The API as it is served: how much of it, and who asked for what. */
export class ApiStage extends Construct {
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { httpApi, throttle, logDays }: ApiStageProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'AccessLogs', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi,
      autoDeploy: true,
      throttle: { rateLimit: throttle.rate, burstLimit: throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  /** What anybody may ask must not take away what others need. */
  throttleHealth(routes: readonly Construct[]): void {
    const { defaultChild } = this.stage.node;
    if (!(defaultChild instanceof CfnStage)) throw new Error('a stage without a resource');
    defaultChild.routeSettings = {
      'GET /v1/health': {
        ThrottlingRateLimit: healthThrottle.throttlingRateLimit,
        ThrottlingBurstLimit: healthThrottle.throttlingBurstLimit,
      },
    };
    // The settings name a route, which has to be there.
    this.stage.node.addDependency(...routes);
  }
}

/** No header, and so neither signature nor token; of a token the subject. */
const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  source: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  route: '$context.routeKey',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};
