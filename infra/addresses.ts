import { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { StationConfig } from './config.ts';
import { removalPolicies } from './removal.ts';
import { zoneCount } from './zones.ts';

/** Elastic addresses of a public station: they stand in router configurations, and so outlive the load balancer. */
export class Addresses extends Construct {
  /** One a zone. */
  readonly allocationIds: readonly string[];
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, { removal }: Pick<StationConfig, 'removal'>) {
    super(scope, id);
    const made = Array.from({ length: zoneCount }, (_, zone) => new CfnEIP(this, `Zone${zone}`, { domain: 'vpc' }));
    for (const address of made) address.applyRemovalPolicy(removalPolicies[removal]);
    this.allocationIds = made.map(({ attrAllocationId }) => attrAllocationId);
    this.addresses = made.map(({ ref }) => ref);
  }
}
