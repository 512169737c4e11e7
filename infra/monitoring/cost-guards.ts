import { Annotations, Tags } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnAnomalyMonitor, CfnAnomalySubscription } from 'aws-cdk-lib/aws-ce';
import { Construct } from 'constructs';
import type { StationConfig } from '../config.ts';
import { runbookLink } from './alarm-definition.ts';

export interface CostGuardsProps {
  stationName: string;
  operations: StationConfig['operations'];
}

/** By which the bill tells the station's costs from others: once the account has activated it for that, see the runbook. */
export const costTag = 'bmpaas-station';

/** Marks what is of the station, where something is to be counted by it. */
export function tagForCosts(scope: Construct, { name, operations }: Pick<StationConfig, 'name' | 'operations'>): void {
  if (!operations.costAnomaly && operations.budget === null) return;
  Tags.of(scope).add(costTag, name, { excludeResourceTypes: free });
}

/** Cost nothing, and took no tags until lately: not everywhere do they. */
const free = [
  'AWS::CloudWatch::Dashboard',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ApplicationAutoScaling::ScalableTarget',
];

/** Dollars above what was expected; a mail a day at most. */
const leastAnomaly = '10';

/** What watches the bill: both are free of charge. */
export class CostGuards extends Construct {
  constructor(scope: Construct, id: string, { stationName, operations }: CostGuardsProps) {
    super(scope, id);
    const { budget, costAnomaly, alarmEmail } = operations;
    if (budget !== null) this.createBudget(stationName, budget);
    const address = alarmEmail ?? budget?.email;
    if (costAnomaly && address !== undefined) this.createAnomalyMonitor(stationName, address);
    if (costAnomaly && address === undefined) {
      Annotations.of(this).addWarningV2(
        'bmpaas:costAnomaly',
        'Cost anomalies are told by mail: set operations.alarmEmail, or the budget.',
      );
    }
  }

  /** Tells at 80 % of the month's budget, and when it will be exceeded by the end of the month. */
  private createBudget(stationName: string, { monthlyUsd, email }: NonNullable<StationConfig['operations']['budget']>) {
    const subscribers = [{ subscriptionType: 'EMAIL', address: email }];
    const above = (notificationType: string, threshold: number) => ({
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers,
    });
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `${stationName} BMP station`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:${costTag}$${stationName}`] },
      },
      notificationsWithSubscribers: [above('ACTUAL', 80), above('FORECASTED', 100)],
    });
  }

  /** Of the station alone: of the kind that looks at all services an account has one, and mostly has it already. */
  private createAnomalyMonitor(stationName: string, address: string): void {
    const monitor = new CfnAnomalyMonitor(this, 'AnomalyMonitor', {
      monitorName: `${stationName} BMP station`,
      monitorType: 'CUSTOM',
      monitorSpecification: JSON.stringify({ Tags: { Key: costTag, Values: [stationName] } }),
    });
    new CfnAnomalySubscription(this, 'AnomalySubscription', {
      subscriptionName: `${stationName} BMP station, ${runbookLink('cost-anomaly')}`,
      frequency: 'DAILY',
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'EMAIL', address }],
      thresholdExpression: JSON.stringify({
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [leastAnomaly],
        },
      }),
    });
  }
}
