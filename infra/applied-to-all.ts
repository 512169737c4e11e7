import { Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { StationConfig } from './config.ts';

/** CDK tags them, and not every region's CloudFormation takes it: cfn-lint knows none of their tags. */
const untagged = [
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::CloudWatch::Dashboard',
];

/** What every resource below a construct has: the owner's tags, and each role the owner's boundary. */
export function applyToAll(
  scope: Construct,
  { tags, permissionsBoundaryArn }: Pick<StationConfig, 'tags' | 'permissionsBoundaryArn'>,
): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(scope).add(key, value, { excludeResourceTypes: untagged });
  if (permissionsBoundaryArn === null) return;
  const boundary = ManagedPolicy.fromManagedPolicyArn(scope, 'PermissionsBoundary', permissionsBoundaryArn);
  PermissionsBoundary.of(scope).apply(boundary);
}
