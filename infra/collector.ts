import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import { type IVpc, Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
  UlimitName,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CollectorEnvironment } from '#collector/config.ts';
import { bundleDirectory } from './bundle-directory.ts';
import type { StationConfig } from './config.ts';
import type { LoadBalancer } from './load-balancer.ts';
import type { Stream } from './stream.ts';
import type { Table } from './table.ts';

export const collectorPorts = { bmp: 11019, health: 11020 } as const;

export interface CollectorProps
  extends Pick<StationConfig, 'collectors' | 'routerIds' | 'routerPartitions' | 'logLevel' | 'logRetentionDays'> {
  vpc: IVpc;
  stream: Stream;
  table: Table;
  loadBalancer: LoadBalancer;
}

/** The partitions of the table that collectors own. */
const collectorPartitions = ['CLAIM', 'COLLECTOR'];

/** The Fargate service that routers are connected to. */
export class Collector extends Construct {
  constructor(scope: Construct, id: string, props: CollectorProps) {
    super(scope, id);
    const { vpc, stream, table, loadBalancer } = props;
    const taskDefinition = this.createTask(props);
    stream.grantPut(taskDefinition.taskRole);
    table.grantPartitions(taskDefinition.taskRole, collectorPartitions);
    const securityGroup = this.createSecurityGroup(vpc);
    const service = new FargateService(this, 'Service', {
      // Optional members of CDK's classes and interfaces differ by `undefined`, which our compiler options tell apart.
      cluster: new Cluster(this, 'Cluster', { vpc }) as ICluster,
      taskDefinition,
      desiredCount: props.collectors,
      // The next collector stands before the last one goes: a router that is cut off reconnects at once.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(30),
      assignPublicIp: false,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [securityGroup],
    });
    const target = service.loadBalancerTarget({ containerName: 'Collector', containerPort: collectorPorts.bmp });
    loadBalancer.serve(target, securityGroup);
  }

  private createTask(props: CollectorProps): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 1024,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const container = task.addContainer('Collector', {
      image: ContainerImage.fromAsset(bundleDirectory(this, 'collector'), { platform: Platform.LINUX_ARM64 }),
      environment: { ...environmentOf(props) },
      readonlyRootFilesystem: true,
      // The collector flushes and closes within 20 s of SIGTERM.
      stopTimeout: Duration.seconds(30),
      portMappings: Object.values(collectorPorts).map((containerPort) => ({ containerPort })),
      logging: LogDrivers.awsLogs({
        streamPrefix: 'collector',
        logGroup: this.createLogGroup(props.logRetentionDays),
        // Slow logs must not stall the sessions.
        mode: AwsLogDriverMode.NON_BLOCKING,
        maxBufferSize: Size.mebibytes(4),
      }),
    });
    container.addUlimits({ name: UlimitName.NOFILE, softLimit: 16_384, hardLimit: 16_384 });
    return task;
  }

  private createLogGroup(retention: number): LogGroup {
    return new LogGroup(this, 'Logs', { retention, removalPolicy: RemovalPolicy.DESTROY });
  }

  /** HTTPS to anywhere, where "anywhere" is the endpoints: the subnets have no other way out. */
  private createSecurityGroup(vpc: IVpc): SecurityGroup {
    const description = 'BMP collectors';
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'To the VPC endpoints');
    return group;
  }
}

const environmentOf = ({
  stream,
  table,
  routerIds,
  routerPartitions,
  logLevel,
}: CollectorProps): CollectorEnvironment => ({
  STREAM_NAME: stream.streamName,
  TABLE_NAME: table.tableName,
  BMP_HOST: '0.0.0.0',
  BMP_PORT: String(collectorPorts.bmp),
  HEALTH_PORT: String(collectorPorts.health),
  // A router whose records wait takes up to 2 MiB (queue, record in the making, message in the making), one of 16 partitions 6 MiB.
  MAX_CONNECTIONS: '400',
  ROUTER_IDS: JSON.stringify(routerIds),
  ROUTER_PARTITIONS: JSON.stringify(routerPartitions),
  LOG_LEVEL: logLevel,
});
