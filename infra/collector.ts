import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { type ISecurityGroup, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  ContainerInsights,
  Secret as ContainerSecret,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
  UlimitName,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Archive } from './archive.ts';
import { bundleDirectory } from './bundle-directory.ts';
import { collectorEnvironment, stopSeconds } from './collector-environment.ts';
import { containerPorts } from './collector-ports.ts';
import type { StationConfig } from './config.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Network } from './network.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export interface CollectorProps {
  config: StationConfig;
  network: Network;
  stream: Stream;
  table: Table;
  archive: Archive;
  loadBalancer: LoadBalancer;
}

const containerName = 'Collector';

/** The partitions of the table that collectors own. */
const collectorPartitions = ['CLAIM', 'COLLECTOR', 'DIAL', 'CAPTURE'];
/** What operators ask of them. */
const requestPartitions = ['REQUEST'];

/** The Fargate service that routers are connected to. */
export class Collector extends Construct {
  readonly service: FargateService;
  readonly cluster: Cluster;

  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { config, network, stream, table, archive, loadBalancer } = props;
    const taskDefinition = this.createTask(props);
    stream.grantPut(taskDefinition.taskRole);
    table.grantPartitions(taskDefinition.taskRole, collectorPartitions);
    table.grantQuery(taskDefinition.taskRole, requestPartitions);
    archive.grantWrite(taskDefinition.taskRole, 'captures');
    const securityGroup = this.createSecurityGroup(props);
    this.cluster = new Cluster(this, 'Cluster', { vpc: network.vpc, containerInsightsV2: ContainerInsights.DISABLED });
    const { least, most } = config.capacity.collectors;
    this.service = new FargateService(this, 'Service', {
      // Optional members of CDK's classes and interfaces differ by `undefined`, which our compiler options tell apart.
      cluster: this.cluster as ICluster,
      taskDefinition,
      // What scaling has decided, a deploy must not undo.
      ...(least === most && { desiredCount: least }),
      // The next collector stands before the last one goes: a router that is cut off reconnects at once.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(30),
      assignPublicIp: network.needsPublicAddresses,
      vpcSubnets: { subnets: [...network.collectorSubnets] },
      securityGroups: [securityGroup],
    });
    loadBalancer.serve(this.service, containerName, securityGroup);
    if (least < most) this.scale(least, most);
  }

  /**
   * By processor time, which dumps take. Sessions stay where they are, so another collector helps those that come; and to take
   * one away moves routers, so that waits for a quarter of an hour.
   */
  private scale(least: number, most: number): void {
    const scaling = this.service.autoScaleTaskCount({ minCapacity: least, maxCapacity: most });
    scaling.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: 60,
      scaleOutCooldown: Duration.minutes(2),
      scaleInCooldown: Duration.minutes(15),
    });
  }

  private createTask(props: CollectorProps): FargateTaskDefinition {
    const { config } = props;
    const { cpu, memoryMiB } = config.capacity.collectors;
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu,
      memoryLimitMiB: memoryMiB,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const container = task.addContainer(containerName, {
      image: ContainerImage.fromAsset(bundleDirectory(this, 'collector'), { platform: Platform.LINUX_ARM64 }),
      environment: { ...collectorEnvironment(props) },
      secrets: this.secretsOf(config),
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(stopSeconds.task),
      portMappings: portsOf(config).map((containerPort) => ({ containerPort })),
      logging: LogDrivers.awsLogs({
        streamPrefix: 'collector',
        logGroup: this.createLogGroup(config.retention.logDays),
        // Slow logs must not stall the sessions.
        mode: AwsLogDriverMode.NON_BLOCKING,
        maxBufferSize: Size.mebibytes(4),
      }),
    });
    container.addUlimits({ name: UlimitName.NOFILE, softLimit: 65_535, hardLimit: 65_535 });
    return task;
  }

  /** Fetched when a task starts: a new certificate counts from the next deploy. */
  private secretsOf({ tls }: StationConfig): Record<string, ContainerSecret> {
    if (tls?.kind !== 'collector') return {};
    const secret = Secret.fromSecretCompleteArn(this, 'TlsSecret', tls.secretArn);
    return {
      TLS_CERTIFICATE: ContainerSecret.fromSecretsManager(secret, 'certificate'),
      TLS_PRIVATE_KEY: ContainerSecret.fromSecretsManager(secret, 'privateKey'),
      TLS_CLIENT_CA: ContainerSecret.fromSecretsManager(secret, 'clientCa'),
    };
  }

  private createLogGroup(retention: StationConfig['retention']['logDays']): LogGroup {
    return new LogGroup(this, 'Logs', { retention, removalPolicy: RemovalPolicy.DESTROY });
  }

  /** HTTPS to anywhere, where "anywhere" is the endpoints in a VPC of ours: its subnets have no other way out. */
  private createSecurityGroup({ config, network }: CollectorProps): ISecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'BMP collectors',
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'To the VPC endpoints');
    for (const { address, port } of config.routers.active) {
      group.addEgressRule(Peer.ipv4(`${address}/32`), Port.tcp(port), 'To a router that waits for us');
    }
    return group;
  }
}

const portsOf = ({ tls }: StationConfig): number[] => {
  const { bmp, health, tls: tlsPort } = containerPorts;
  return tls?.kind === 'collector' ? [bmp, health, tlsPort] : [bmp, health];
};
