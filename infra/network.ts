import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface NetworkProps {
  cidr: string;
}

/**
 * Two zones of isolated subnets and no way to the Internet: routers come in over what the owner attaches (VPN, Direct
 * Connect, transit gateway, peering), and the collector reaches AWS through endpoints. For two zones, us-east-1, a
 * month: four interface endpoints are $58 and $0.01 a GB, two NAT gateways $73 and $0.045 a GB; the gateway endpoints
 * (ECR layers from S3, and DynamoDB) are free. A single NAT gateway is $37, and a zone outage would silence both zones.
 */
export class Network extends Construct {
  readonly vpc: IVpc;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(props.cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Station', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    for (const [name, service] of Object.entries(gateways)) vpc.addGatewayEndpoint(name, { service });
    for (const [name, service] of Object.entries(interfaces)) vpc.addInterfaceEndpoint(name, { service });
    // Optional members of CDK's classes and interfaces differ by `undefined`, which our compiler options tell apart.
    this.vpc = vpc as IVpc;
  }
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
