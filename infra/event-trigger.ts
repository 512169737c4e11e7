import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, FilterRule, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { scheduledCall } from './scheduled-call.ts';
import type { Table } from './table.ts';

const minute = Duration.minutes(1);

const newFeedItem = FilterCriteria.filter({
  eventName: FilterRule.isEqual('INSERT'),
  dynamodb: { Keys: { pk: { S: FilterRule.beginsWith('EVENTS#') } } },
});

/**
 * Calls the function when there are new events in the feed, and once a minute in any case. What it is called with says
 * nothing: it has to follow the feed from where it was. So a call that is lost, late or repeated does no harm, one that fails
 * is made up for by the next minute, and there is no queue of failures, for the feed keeps everything that one could hold.
 */
export function wakeOnEvents(handler: LambdaFunction, table: Table): void {
  handler.addEventSource(
    table.changes({
      filters: [newFeedItem],
      // What came before is in the feed.
      startingPosition: StartingPosition.LATEST,
      batchSize: 1000,
      // Many routers commit at once when a part of the network fails: one call for all.
      maxBatchingWindow: Duration.seconds(1),
      retryAttempts: 2,
      maxRecordAge: minute,
    }),
  );
  const once = { retryAttempts: 0, maxEventAge: minute };
  handler.configureAsyncInvoke(once);
  new Schedule(handler, 'Schedule', {
    schedule: ScheduleExpression.rate(minute),
    target: scheduledCall(handler, once),
  });
}
