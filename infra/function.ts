import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
  /** Where it has an address; without one it reaches what the Internet reaches, and nothing within. */
  place?: FunctionPlace;
}

export interface FunctionPlace {
  vpc: IVpc;
  subnets: readonly ISubnet[];
  securityGroup: ISecurityGroup;
}

/** A function from one of our bundles, whose role may write its own log and nothing else until something is granted. */
export class BundledFunction extends LambdaFunction {
  readonly bundle: BundledFunctionProps['bundle'];

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    if (props.place !== undefined) grantPlace(role, Stack.of(scope));
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
      ...(props.place !== undefined && placed(props.place)),
    });
    this.bundle = props.bundle;
  }
}

const placed = ({ vpc, subnets, securityGroup }: FunctionPlace) => ({
  vpc,
  vpcSubnets: { subnets: [...subnets] },
  securityGroups: [securityGroup],
});

/**
 * Lambda makes and removes a function's network interfaces as its role. Describing knows no resources, and which interfaces there
 * will be is not known before: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
function grantPlace(role: Role, { partition, region, account }: Stack): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: [`arn:${partition}:ec2:${region}:${account}:*/*`],
    }),
  );
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], resources: ['*'] }),
  );
}
