import { Duration } from 'aws-cdk-lib';
import { type ISecurityGroup, Peer, Port, SecurityGroup, VpcEndpointService } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ListenerCertificate,
  NetworkLoadBalancer,
  type NetworkTargetGroup,
  Protocol,
  SslPolicy,
  type SubnetMapping,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { addressIn } from './cidr.ts';
import { containerPorts } from './collector-ports.ts';
import type { StationConfig } from './config.ts';
import type { Network } from './network.ts';
import { collectorTargets } from './targets.ts';

export interface LoadBalancerProps
  extends Pick<StationConfig, 'exposure' | 'ports' | 'tls' | 'proxyProtocol' | 'protect'> {
  network: Network;
  /** Elastic addresses, one a zone; null for a private station. */
  allocationIds: readonly string[] | null;
}

/** AWS keeps the first four addresses of a subnet; the eleventh is easily remembered. */
const ownAddress = 10;

/** BMP has no keepalive of its own, and a quiet router may say nothing for an hour. The collector's TCP keepalive comes every minute; this is the longest that a TCP listener forgives its absence. A TLS listener forgives 350 s, and cannot be told otherwise. */
const idleTimeout = Duration.seconds(6000);

/** The addresses that routers are given: fixed ones, one a zone, open to the routers' prefixes only. */
export class LoadBalancer extends Construct {
  readonly balancer: NetworkLoadBalancer;
  readonly securityGroup: ISecurityGroup;
  /** What routers are given, where it is known before the deploy. */
  readonly addresses: readonly string[];
  /** Of the PrivateLink service; null where there is none. */
  readonly endpointServiceName: string | null;
  private readonly targets = new Map<keyof typeof containerPorts, NetworkTargetGroup>();

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { exposure, network, protect } = props;
    this.securityGroup = this.createSecurityGroup(props);
    const mappings = subnetMappings(props);
    this.addresses = mappings.flatMap(({ privateIpv4Address }) => privateIpv4Address ?? []);
    this.balancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      internetFacing: exposure.kind === 'public',
      // A router resolves the name once, to either zone; the only collector may be in the other.
      crossZoneEnabled: true,
      deletionProtection: protect,
      securityGroups: [this.securityGroup],
      subnetMappings: mappings,
    });
    this.listenForTls(props, this.listenForBmp(props));
    this.endpointServiceName = this.createEndpointService(props);
  }

  get dnsName(): string {
    return this.balancer.loadBalancerDnsName;
  }

  /** Sends routers to the service's container, and lets only this load balancer reach it. */
  serve(service: FargateService, containerName: string, group: ISecurityGroup): void {
    for (const [name, targets] of this.targets) {
      targets.addTarget(service.loadBalancerTarget({ containerName, containerPort: containerPorts[name] }));
    }
    for (const name of [...this.targets.keys(), 'health'] as const) {
      const port = Port.tcp(containerPorts[name]);
      group.addIngressRule(this.securityGroup, port, 'From the load balancer');
      this.securityGroup.addEgressRule(group, port, 'To the collectors');
    }
  }

  private listenForBmp(props: LoadBalancerProps): NetworkTargetGroup {
    const targets = collectorTargets(this, 'Targets', { ...props, port: containerPorts.bmp });
    this.targets.set('bmp', targets);
    this.balancer.addListener('Bmp', {
      port: props.ports.bmp,
      tcpIdleTimeout: idleTimeout,
      defaultTargetGroups: [targets],
    });
    return targets;
  }

  private listenForTls(props: LoadBalancerProps, plainTargets: NetworkTargetGroup): void {
    const { tls, ports } = props;
    if (tls === null) return;
    if (tls.kind === 'listener') {
      this.balancer.addListener('Tls', {
        port: ports.tls,
        protocol: Protocol.TLS,
        certificates: [ListenerCertificate.fromArn(tls.certificateArn)],
        sslPolicy: SslPolicy.RECOMMENDED_TLS,
        defaultTargetGroups: [plainTargets],
      });
      return;
    }
    const targets = collectorTargets(this, 'TlsTargets', { ...props, port: containerPorts.tls });
    this.targets.set('tls', targets);
    this.balancer.addListener('Tls', { port: ports.tls, tcpIdleTimeout: idleTimeout, defaultTargetGroups: [targets] });
  }

  private createSecurityGroup({ network, exposure, ports, tls }: LoadBalancerProps): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Routers to the BMP station',
      allowAllOutbound: false,
    });
    for (const cidr of exposure.sourceCidrs) {
      if (tls?.only !== true) group.addIngressRule(Peer.ipv4(cidr), Port.tcp(ports.bmp), 'BMP from routers');
      if (tls !== null) group.addIngressRule(Peer.ipv4(cidr), Port.tcp(ports.tls), 'BMP over TLS from routers');
    }
    return group;
  }

  private createEndpointService({ exposure }: LoadBalancerProps): string | null {
    if (exposure.kind === 'public' || exposure.endpointService === null) return null;
    const service = new VpcEndpointService(this, 'EndpointService', {
      vpcEndpointServiceLoadBalancers: [this.balancer],
      // Who may ask is not yet who may come: the owner accepts each endpoint.
      acceptanceRequired: true,
      allowedPrincipals: exposure.endpointService.allowedPrincipals.map((arn) => new ArnPrincipal(arn)),
    });
    return service.vpcEndpointServiceName;
  }
}

function subnetMappings({ network, exposure, allocationIds }: LoadBalancerProps): SubnetMapping[] {
  const given = exposure.kind === 'private' ? exposure.addresses : null;
  return network.balancerSubnets.map((subnet, zone) => {
    const allocationId = allocationIds?.[zone];
    if (allocationId !== undefined) return { subnet, allocationId };
    const fixed = given?.[zone] ?? (network.isOurs ? addressIn(subnet.ipv4CidrBlock, ownAddress) : undefined);
    return fixed === undefined ? { subnet } : { subnet, privateIpv4Address: fixed };
  });
}
