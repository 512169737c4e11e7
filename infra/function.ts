import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundleDirectory } from './bundle-directory.ts';
import type { BundleName } from './bundles.ts';
import type { StationConfig } from './config.ts';

export interface BundledFunctionProps {
  bundle: Exclude<BundleName, 'collector'>;
  description: string;
  environment: Record<string, string>;
  memorySize: number;
  timeout: Duration;
  logDays: StationConfig['retention']['logDays'];
  /** Null: as many at once as the account allows. */
  reservedConcurrency?: number | null;
}

/** A function from one of our bundles, whose role may write its own log and nothing else until something is granted. */
export class BundledFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundleDirectory(scope, props.bundle)),
      handler: 'index.handler',
      description: props.description,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      memorySize: props.memorySize,
      timeout: props.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...(props.reservedConcurrency != null && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }
}
