import { Duration } from 'aws-cdk-lib';
import { NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { containerPorts } from './collector-ports.ts';
import type { StationConfig } from './config.ts';
import type { Network } from './network.ts';

export interface CollectorTargetsProps extends Pick<StationConfig, 'proxyProtocol'> {
  network: Network;
  /** Inside the container. */
  port: number;
}

/**
 * BMP sessions live for months, so draining never ends by itself: a leaving collector is deregistered, gets SIGTERM
 * after the short delay and closes its sessions in turn. A collector whose host is gone sends no FIN; then it is the
 * load balancer that resets its connections, once it is unhealthy, or routers would wait for their TCP timers.
 */
export function collectorTargets(
  scope: Construct,
  id: string,
  { network, port, proxyProtocol }: CollectorTargetsProps,
): NetworkTargetGroup {
  const targets = new NetworkTargetGroup(scope, id, {
    vpc: network.vpc,
    port,
    protocol: Protocol.TCP,
    targetType: TargetType.IP,
    // Who speaks PROXY protocol must be told from routers by its address.
    preserveClientIp: !proxyProtocol,
    proxyProtocolV2: proxyProtocol,
    deregistrationDelay: Duration.seconds(10),
    connectionTermination: false,
    healthCheck: {
      protocol: Protocol.HTTP,
      port: String(containerPorts.health),
      path: '/healthz',
      interval: Duration.seconds(10),
      timeout: Duration.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  });
  targets.setAttribute('target_health_state.unhealthy.connection_termination.enabled', 'true');
  return targets;
}
