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
import { zoneCount } from './zones.ts';

export interface NetworkProps extends Pick<StationConfig, 'vpc' | 'exposure' | 'tls'> {
  /** In place of the one that the configuration describes; its own subnets and ways out are taken as they are. */
  existingVpc?: IVpc;
}

/** Where the parts of a station stand. */
interface Ground {
  vpc: IVpc;
  /** Of the whole VPC. */
  cidr: string;
  /** One a zone: where the load balancer has its addresses. */
  balancerSubnets: readonly ISubnet[];
  collectorSubnets: readonly ISubnet[];
  /** Whether the subnets' prefixes are known now, and with them fixed addresses in them. */
  isOurs: boolean;
  /** How collectors reach AWS: by endpoints that are to be made, by what is there, or by an address of their own. */
  wayOut: 'endpoints' | 'present' | 'public-address';
}

/**
 * Where the station stands: two zones. In a VPC of its own the collectors have no way to the Internet: routers come in over what
 * the owner attaches (VPN, Direct Connect, transit gateway, peering) or, where the station is public, through the load
 * balancer alone. Collectors reach AWS through endpoints. For two zones, us-east-1, a month: four interface endpoints are $58 and $0.01 a GB, two NAT
 * gateways $73 and $0.045 a GB; the gateway endpoints (ECR layers from S3, and DynamoDB) are free. A single NAT gateway is
 * $37, and a zone outage would silence both zones.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly cidr: string;
  readonly balancerSubnets: readonly ISubnet[];
  readonly collectorSubnets: readonly ISubnet[];
  readonly isOurs: boolean;
  readonly needsPublicAddresses: boolean;

  /** Throws where a VPC of the app has no subnets of the kind in two zones. */
  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { vpc, exposure, existingVpc } = props;
    const isPublic = exposure.kind === 'public';
    const ground = existingVpc === undefined ? this.groundOf(vpc, isPublic) : groundIn(existingVpc, isPublic);
    this.vpc = ground.vpc;
    this.cidr = ground.cidr;
    this.balancerSubnets = ground.balancerSubnets;
    this.collectorSubnets = ground.collectorSubnets;
    this.isOurs = ground.isOurs;
    this.needsPublicAddresses = ground.wayOut === 'public-address';
    if (ground.wayOut === 'endpoints') this.addEndpoints(props);
  }

  private groundOf(vpc: StationConfig['vpc'], isPublic: boolean): Ground {
    return vpc.kind === 'new' ? this.createVpc(vpc.cidr, isPublic) : this.importVpc(vpc, isPublic);
  }

  /** The public subnets keep their place in the prefix while there are none, so that nothing moves when a station becomes public. */
  private createVpc(cidr: string, isPublic: boolean): Ground {
    const cidrMask = (parseCidr(cidr)?.length ?? 0) + 2;
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: zoneCount,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Station', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask },
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask, reserved: !isPublic, mapPublicIpOnLaunch: false },
      ],
    });
    const { publicSubnets, isolatedSubnets } = vpc;
    return {
      // Optional members of CDK's classes and interfaces differ by `undefined`, which our compiler options tell apart.
      vpc: vpc as IVpc,
      cidr,
      balancerSubnets: isPublic ? publicSubnets : isolatedSubnets,
      collectorSubnets: isolatedSubnets,
      isOurs: true,
      wayOut: 'endpoints',
    };
  }

  private importVpc(existing: Extract<StationConfig['vpc'], { kind: 'existing' }>, isPublic: boolean): Ground {
    const { id, cidr, subnets: named, endpoints } = existing;
    const subnets = named.map(({ id: subnetId, zone, routeTableId }, index) =>
      Subnet.fromSubnetAttributes(this, `Subnet${index}`, { subnetId, availabilityZone: zone, routeTableId }),
    );
    const vpc = Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: id,
      vpcCidrBlock: cidr,
      availabilityZones: named.map(({ zone }) => zone),
      isolatedSubnetIds: named.map((subnet) => subnet.id),
      isolatedSubnetRouteTableIds: named.map(({ routeTableId }) => routeTableId),
    });
    const present = isPublic ? 'public-address' : 'present';
    const wayOut = endpoints === 'create' ? 'endpoints' : present;
    return { vpc, cidr, balancerSubnets: subnets, collectorSubnets: subnets, isOurs: false, wayOut };
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

/** In a VPC of the app: collectors in its private subnets, those that have a way out before those that have none. */
function groundIn(vpc: IVpc, isPublic: boolean): Ground {
  const { privateSubnets } = vpc;
  const inner = privateSubnets.length > 0 ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED;
  const collectorSubnets = oneInEachZone(vpc, inner);
  const balancerSubnets = isPublic ? oneInEachZone(vpc, SubnetType.PUBLIC) : collectorSubnets;
  return { vpc, cidr: vpc.vpcCidrBlock, balancerSubnets, collectorSubnets, isOurs: false, wayOut: 'present' };
}

function oneInEachZone(vpc: IVpc, subnetType: SubnetType): ISubnet[] {
  const { subnets } = vpc.selectSubnets({ subnetType, onePerAz: true });
  if (subnets.length < zoneCount)
    throw new Error(`existingVpc: has ${subnetType} subnets in less than ${zoneCount} zones`);
  return subnets.slice(0, zoneCount);
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
