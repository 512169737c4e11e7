import { RemovalPolicy } from 'aws-cdk-lib';
import type { StationConfig } from './config.ts';

/** What becomes of what holds state when its stack goes. */
export const removalPolicies: Record<StationConfig['removal'], RemovalPolicy> = {
  retain: RemovalPolicy.RETAIN,
  destroy: RemovalPolicy.DESTROY,
};
