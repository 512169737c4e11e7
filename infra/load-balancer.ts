import { Duration } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type INetworkLoadBalancerTarget,
  NetworkLoadBalancer,
  NetworkTargetGroup,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';

export interface LoadBalancerProps extends Pick<StationConfig, 'sourceCidrs' | 'protect'> {
  vpc: IVpc;
  bmpPort: number;
  healthPort: number;
  healthPath: string;
}

/** The address that routers are given: internal, one address a zone, open to the routers' prefixes only. */
export class LoadBalancer extends Construct {
  private readonly balancer: NetworkLoadBalancer;
  private readonly targets: NetworkTargetGroup;
  private readonly securityGroup: ISecurityGroup;
  private readonly ports: readonly Port[];

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { vpc, bmpPort, healthPort } = props;
    this.ports = [Port.tcp(bmpPort), Port.tcp(healthPort)];
    this.securityGroup = this.createSecurityGroup(props);
    this.balancer = new NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc,
      internetFacing: false,
      // A router resolves the name once, to either zone; the only collector may be in the other.
      crossZoneEnabled: true,
      deletionProtection: props.protect,
      securityGroups: [this.securityGroup],
    });
    this.targets = this.createTargets(props);
    this.balancer.addListener('Bmp', {
      port: bmpPort,
      // BMP has no keepalive of its own, and a quiet router may say nothing for an hour. The collector's TCP keepalive
      // comes every minute; this is the longest the load balancer forgives its absence.
      tcpIdleTimeout: Duration.seconds(6000),
      defaultTargetGroups: [this.targets],
    });
  }

  get dnsName(): string {
    return this.balancer.loadBalancerDnsName;
  }

  /** Sends routers to `target`, and lets only this load balancer reach it, on the two ports. */
  serve(target: INetworkLoadBalancerTarget, group: ISecurityGroup): void {
    this.targets.addTarget(target);
    for (const port of this.ports) {
      group.addIngressRule(this.securityGroup, port, 'From the load balancer');
      this.securityGroup.addEgressRule(group, port, 'To the collectors');
    }
  }

  private createSecurityGroup({ vpc, sourceCidrs, bmpPort }: LoadBalancerProps): SecurityGroup {
    const description = 'Routers to the BMP station';
    const group = new SecurityGroup(this, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
    for (const cidr of sourceCidrs) group.addIngressRule(Peer.ipv4(cidr), Port.tcp(bmpPort), 'BMP from routers');
    return group;
  }

  /**
   * BMP sessions live for months, so draining never ends by itself: a leaving collector is deregistered, gets SIGTERM
   * after the short delay and closes its sessions in order. A collector whose host is gone sends no FIN; then it is the
   * load balancer that resets its connections, once it is unhealthy, or routers would wait for their TCP timers.
   */
  private createTargets({ vpc, bmpPort, healthPort, healthPath }: LoadBalancerProps): NetworkTargetGroup {
    const targets = new NetworkTargetGroup(this, 'Targets', {
      vpc,
      port: bmpPort,
      targetType: TargetType.IP,
      preserveClientIp: true,
      deregistrationDelay: Duration.seconds(10),
      connectionTermination: false,
      healthCheck: {
        protocol: Protocol.HTTP,
        port: String(healthPort),
        path: healthPath,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });
    targets.setAttribute('target_health_state.unhealthy.connection_termination.enabled', 'true');
    return targets;
  }
}
