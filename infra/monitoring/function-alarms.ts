import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { BundledFunction } from '../function.ts';
import { type AlarmDefinition, sumOfAll } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);

/** Called by the checker, which tells of its failures. */
const toldByOthers = ['speaker'];
/** Run each five minutes; the others each minute at least. */
const seldom = ['checker'];

/** That functions fail, whatever of. */
export function functionAlarms({ functions }: Watched): AlarmDefinition[] {
  const watched = [...functions].filter(([bundle]) => !toldByOthers.includes(bundle));
  return [...watched.map(([bundle, handler]) => errorsOf(bundle, handler)), throttlesOf(watched)];
}

function errorsOf(bundle: string, handler: BundledFunction): AlarmDefinition {
  const isSeldom = seldom.includes(bundle);
  return {
    id: `${bundle[0]?.toUpperCase()}${bundle.slice(1)}FunctionErrors`,
    section: 'function-errors',
    because: 'One error is made up for by the next run. One in three of five runs is not by chance.',
    metric: handler.metricErrors({ statistic: Stats.SUM, period: isSeldom ? fiveMinutes : minute }),
    bound: { above: 0 },
    outOf: isSeldom ? [2, 3] : [3, 5],
    missing: 'fine',
  };
}

function throttlesOf(watched: readonly (readonly [string, BundledFunction])[]): AlarmDefinition {
  const metrics = watched.map(([bundle, handler]) => {
    return [bundle, handler.metricThrottles({ statistic: Stats.SUM, period: minute })] as const;
  });
  return {
    id: 'FunctionsThrottled',
    section: 'function-throttled',
    because: 'The account has no concurrency left, or the reserved one does not suffice: runs are late or left out.',
    metric: new MathExpression({
      expression: sumOfAll,
      usingMetrics: Object.fromEntries(metrics),
      label: 'calls throttled',
      period: minute,
    }),
    bound: { above: 0 },
    outOf: [3, 5],
    missing: 'fine',
  };
}
