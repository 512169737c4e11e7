import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ScheduleTargetBaseProps } from 'aws-cdk-lib/aws-scheduler-targets';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';

/**
 * The call of a function by schedules. Their role stands with the function: the one that CDK makes stands in the stack, beside the
 * station, where neither the owner's tags nor the boundary reach it.
 */
export function scheduledCall(handler: LambdaFunction, props: ScheduleTargetBaseProps): LambdaInvoke {
  return new LambdaInvoke(handler, { ...props, role: roleOf(handler) });
}

const roleId = 'ScheduleRole';

function roleOf(handler: LambdaFunction): Role {
  const made = handler.node.tryFindChild(roleId);
  if (made instanceof Role) return made;
  const { account, region } = Stack.of(handler);
  const group = Stack.of(handler).formatArn({
    service: 'scheduler',
    resource: 'schedule-group',
    resourceName: 'default',
    account,
    region,
  });
  const conditions = { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group } };
  return new Role(handler, roleId, { assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }) });
}
