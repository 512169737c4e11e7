import { Annotations } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StationConfig } from '../config.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { Alarms } from './alarms.ts';
import { CostGuards } from './cost-guards.ts';
import { Dashboard } from './dashboard.ts';
import type { Watched } from './watched.ts';

export interface MonitoringProps extends Pick<StationConfig, 'name' | 'operations'> {
  watched: Watched;
}

/** Alarms, the dashboard, and what watches the bill. docs/architecture.md says what they cost. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, { name: stationName, operations, watched }: MonitoringProps) {
    super(scope, id);
    const action = this.actionFor(operations);
    const { alarms } = new Alarms(this, 'Alarms', { stationName, watched, action });
    new Dashboard(this, 'Dashboard', { stationName, watched, alarms });
    new CostGuards(this, 'Costs', { stationName, operations });
  }

  private actionFor({ alarmTopicArn, alarmEmail }: StationConfig['operations']): IAlarmAction | null {
    if (alarmTopicArn !== null) return telling(Topic.fromTopicArn(this, 'Topic', alarmTopicArn));
    if (alarmEmail !== null) return telling(new AlarmTopic(this, 'AlarmTopic', { email: alarmEmail }).topic);
    Annotations.of(this).addWarningV2(
      'bmpaas:alarms',
      'Nobody is told of alarms: set operations.alarmTopicArn or operations.alarmEmail.',
    );
    return null;
  }
}

const telling = (topic: ITopic): IAlarmAction => new SnsAction(topic);
