import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmDefinition, runbookLink } from './alarm-definition.ts';
import { apiAlarms } from './api-alarms.ts';
import { collectorAlarms } from './collector-alarms.ts';
import { discoveryAlarms } from './discovery-alarms.ts';
import { functionAlarms } from './function-alarms.ts';
import { ingestAlarms } from './ingest-alarms.ts';
import { stateAlarms } from './state-alarms.ts';
import type { Watched } from './watched.ts';

export interface AlarmsProps {
  stationName: string;
  watched: Watched;
  /** Null: nobody is told; the console shows them. */
  action: IAlarmAction | null;
}

const groups = [collectorAlarms, ingestAlarms, stateAlarms, functionAlarms, discoveryAlarms, apiAlarms];

const whenMissing = { fine: TreatMissingData.NOT_BREACHING, alarm: TreatMissingData.BREACHING } as const;

/** All alarms of a station, each with its reason and the section of the runbook in its description. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { stationName, watched, action }: AlarmsProps) {
    super(scope, id);
    const definitions = groups.flatMap((group) => group(watched));
    this.alarms = definitions.map((definition) => this.createAlarm(stationName, definition));
    if (action === null) return;
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }

  private createAlarm(stationName: string, definition: AlarmDefinition): Alarm {
    const { id, section, because, metric, bound, outOf, missing } = definition;
    const [datapointsToAlarm, evaluationPeriods] = outOf;
    return new Alarm(this, id, {
      alarmName: `${stationName}-${id}`,
      alarmDescription: `${because} What to do: ${runbookLink(section)}`,
      metric,
      ...comparisonOf(bound),
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData: whenMissing[missing],
    });
  }
}

const comparisonOf = (bound: AlarmDefinition['bound']) =>
  'above' in bound
    ? { threshold: bound.above, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD }
    : { threshold: bound.below, comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD };
