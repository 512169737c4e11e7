import { Annotations, Aws, Duration } from 'aws-cdk-lib';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { CheckerEnvironment, SpeakerEnvironment } from '#functions/canary/config.ts';
import type { Api } from './api.ts';
import type { StationConfig } from './config.ts';
import { BundledFunction } from './function.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Network } from './network.ts';
import { scheduledCall } from './scheduled-call.ts';

export interface CanaryProps extends Pick<StationConfig, 'ports' | 'logLevel' | 'retention'> {
  network: Network;
  loadBalancer: LoadBalancer;
  api: Api;
}

/** sysName of the router that the canary plays; `model/canary.ts` has it too. */
export const canaryRouter = 'bmpaas-canary';

/**
 * It needs an API to ask, and a load balancer that can be reached from within: the name of a public one means addresses of
 * the Internet, to which the subnets of a function that could be admitted have no way.
 */
export const hasCanary = ({ operations, exposure, api }: Pick<StationConfig, 'operations' | 'exposure' | 'api'>) =>
  operations.canary && exposure.kind === 'private' && api !== null;

export function warnOfMissingCanary(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'bmpaas:canary',
    'There is no canary: it needs the API and a private station. Set operations.canary to false, and watch the sessions of your routers.',
  );
}

const interval = Duration.minutes(5);

/** How long a route may take from router to answer: ten times what it takes. */
const patience = Duration.seconds(40);

/**
 * Each five minutes a route through the whole station, in two functions (docs/adr/0022): the speaker has an address in the
 * station's subnets and a way to the load balancer, and to nothing else; the checker has none, and so a way to the API.
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const speaker = this.createSpeaker(props);
    const checker = this.createChecker(props, speaker);
    Grant.addToPrincipal({
      grantee: checker,
      actions: ['lambda:InvokeFunction'],
      resourceArns: [speaker.functionArn],
    });
    props.api.policies.grantRead(checker);
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(interval),
      target: scheduledCall(checker, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }

  private createSpeaker({ network, loadBalancer, ports, retention }: CanaryProps): BundledFunction {
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Canary of the BMP station',
      allowAllOutbound: false,
    });
    const port = Port.tcp(ports.bmp);
    securityGroup.addEgressRule(loadBalancer.securityGroup, port, 'To the load balancer');
    loadBalancer.securityGroup.addIngressRule(securityGroup, port, 'BMP from the canary');
    const environment: SpeakerEnvironment = { STATION_HOST: loadBalancer.dnsName, STATION_PORT: String(ports.bmp) };
    return new BundledFunction(this, 'Speaker', {
      bundle: 'speaker',
      description: 'Plays a router to the station',
      environment: { ...environment },
      memorySize: 256,
      timeout: Duration.seconds(20),
      logDays: retention.logDays,
      place: { vpc: network.vpc, subnets: network.collectorSubnets, securityGroup },
    });
  }

  private createChecker({ api, logLevel, retention }: CanaryProps, speaker: BundledFunction): BundledFunction {
    const invoke = `/2015-03-31/functions/${speaker.functionName}/invocations`;
    const environment: CheckerEnvironment = {
      API_URL: api.url,
      SPEAKER_URL: `https://lambda.${Aws.REGION}.${Aws.URL_SUFFIX}${invoke}`,
      PATIENCE_SECONDS: String(patience.toSeconds()),
      LOG_LEVEL: logLevel,
    };
    return new BundledFunction(this, 'Checker', {
      bundle: 'checker',
      description: 'Looks for the route of the canary in the API',
      environment: { ...environment },
      memorySize: 256,
      timeout: Duration.seconds(75),
      logDays: retention.logDays,
    });
  }
}
