import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { parseCidr } from './cidr.ts';
import type { StationConfig } from './config.ts';

export interface NetworkProps extends Pick<StationConfig, 'vpc' | 'exposure' | 'tls'> {
  /** In place of the one that the configuration describes; its own subnets and ways out are taken as they are. */
  existingVpc?: IVpc;
}

const zones = 2;

/**
 * Where the station stands: two zones. In a VPC of its own the collectors have no way to the Internet: routers come in over what
 * the owner attaches (VPN, Direct Connect, transit gateway, peering) or, where the station is public, through the load
 * balancer alone. Collectors reach AWS through endpoints. For two zones, us-east-1, a month: four interface endpoints are $58 and $0.01 a GB, two NAT
 * gateways $73 and $0.045 a GB; the gateway endpoints (ECR layers from S3, and DynamoDB) are free. A single NAT gateway is
 * $37, and a zone outage would silence both zones.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  /** One a zone: where the load balancer has its addresses. */
  readonly balancerSubnets: readonly ISubnet[];
  readonly collectorSubnets: readonly ISubnet[];
  /** Whether collectors have no way to AWS but an address of their own. */
  readonly needsPublicAddresses: boolean;
  /** Of the whole VPC. */
  readonly cidr: string;
  /** Whether the subnets' prefixes are known now, and with them fixed addresses in them. */
  readonly isOurs: boolean;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { vpc, exposure, existingVpc } = props;
    const isPublic = exposure.kind === 'public';
    this.cidr = existingVpc === undefined ? vpc.cidr : existingVpc.vpcCidrBlock;
    this.isOurs = existingVpc === undefined && vpc.kind === 'new';
    if (existingVpc !== undefined) {
      this.vpc = existingVpc;
      this.balancerSubnets = isPublic ? existingVpc.publicSubnets : innerSubnets(existingVpc);
      this.collectorSubnets = innerSubnets(existingVpc);
      this.needsPublicAddresses = false;
    } else if (vpc.kind === 'new') {
      const made = this.createVpc(vpc.cidr, isPublic);
      // Optional members of CDK's classes and interfaces differ by `undefined`, which our compiler options tell apart.
      this.vpc = made as IVpc;
      this.balancerSubnets = isPublic ? made.publicSubnets : made.isolatedSubnets;
      this.collectorSubnets = made.isolatedSubnets;
      this.needsPublicAddresses = false;
      this.addEndpoints(props);
    } else {
      const subnets = vpc.subnets.map(({ id: subnetId, zone, routeTableId }, index) =>
        Subnet.fromSubnetAttributes(this, `Subnet${index}`, { subnetId, availabilityZone: zone, routeTableId }),
      );
      this.vpc = this.importVpc(vpc);
      this.balancerSubnets = subnets;
      this.collectorSubnets = subnets;
      this.needsPublicAddresses = isPublic && vpc.endpoints === 'present';
      if (vpc.endpoints === 'create') this.addEndpoints(props);
    }
  }

  /** The public subnets keep their place in the prefix while there are none, so that nothing moves when a station becomes public. */
  private createVpc(cidr: string, isPublic: boolean): Vpc {
    const cidrMask = (parseCidr(cidr)?.length ?? 0) + 2;
    return new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: zones,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Station', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask },
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask, reserved: !isPublic, mapPublicIpOnLaunch: false },
      ],
    });
  }

  private importVpc({ id, cidr, subnets }: Extract<StationConfig['vpc'], { kind: 'existing' }>): IVpc {
    return Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: id,
      vpcCidrBlock: cidr,
      availabilityZones: subnets.map(({ zone }) => zone),
      isolatedSubnetIds: subnets.map((subnet) => subnet.id),
      isolatedSubnetRouteTableIds: subnets.map(({ routeTableId }) => routeTableId),
    });
  }

  private addEndpoints({ tls }: NetworkProps): void {
    const subnets = { subnets: [...this.collectorSubnets] };
    for (const [name, service] of Object.entries(gateways)) {
      this.vpc.addGatewayEndpoint(name, { service, subnets: [subnets] });
    }
    const wanted = tls?.kind === 'collector' ? { ...interfaces, ...ofSecrets } : interfaces;
    for (const [name, service] of Object.entries(wanted)) this.vpc.addInterfaceEndpoint(name, { service, subnets });
  }
}

/** Those without addresses of the Internet. */
function innerSubnets({ privateSubnets, isolatedSubnets }: IVpc): ISubnet[] {
  return privateSubnets.length > 0 ? privateSubnets : isolatedSubnets;
}

const gateways = {
  S3: GatewayVpcEndpointAwsService.S3,
  DynamoDb: GatewayVpcEndpointAwsService.DYNAMODB,
};

const interfaces = {
  Kinesis: InterfaceVpcEndpointAwsService.KINESIS_STREAMS,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  EcrApi: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
};

const ofSecrets = { Secrets: InterfaceVpcEndpointAwsService.SECRETS_MANAGER };
