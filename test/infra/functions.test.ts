import { describe, expect, test } from 'vitest';
import privateFlavour from './flavours/private.ts';
import { type Resource, StationTemplate } from './station-template.ts';

const station = new StationTemplate();
const withAll = new StationTemplate(privateFlavour);

const functionType = 'AWS::Lambda::Function';
const scheduleType = 'AWS::Scheduler::Schedule';

/** The function of a description, and its logical id. */
function functionOf(template: StationTemplate, Description: string): Resource & { id: string } {
  const [found, ...more] = Object.entries(template.matching(functionType, { Description }));
  if (found === undefined || more.length > 0) throw new Error(`not one function "${Description}"`);
  return { id: found[0], ...found[1] };
}

/** Properties of the only event source mapping of a function. */
function eventSourceOf(template: StationTemplate, description: string): Record<string, unknown> {
  const { id } = functionOf(template, description);
  const mappings = Object.values(template.resources('AWS::Lambda::EventSourceMapping')).map(
    ({ Properties }) => Properties,
  );
  const [found, ...more] = mappings.filter(({ FunctionName }) => JSON.stringify(FunctionName) === `{"Ref":"${id}"}`);
  if (found === undefined || more.length > 0) throw new Error(`${id} has not one event source`);
  return found;
}

/** Properties of the schedules of a function. */
function schedulesOf(template: StationTemplate, description: string): Record<string, unknown>[] {
  const { id } = functionOf(template, description);
  return Object.values(template.resources(scheduleType))
    .map(({ Properties }) => Properties)
    .filter(({ Target }) => JSON.stringify(Target).includes(`"${id}"`));
}

const descriptions = {
  ingest: 'BMP stream to feeds, RIB log, announcements and elements',
  compact: 'RIB logs into bases',
  sweep: 'Stale and lost sessions, once a minute',
  correlate: 'Chains, groups and elements over all routers',
  publish: 'Event feed to EventBridge',
  api: 'HTTP API of the BMP station',
};

describe('every function', () => {
  test('runs Node 24 on arm64', () => {
    const functions = Object.values(station.resources(functionType));
    expect(functions.length).toBeGreaterThanOrEqual(Object.keys(descriptions).length);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  test('takes no concurrency from the account, unless the owner grants it', () => {
    for (const { Properties } of Object.values(station.resources(functionType))) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
    expect(functionOf(withAll, descriptions.ingest).Properties.ReservedConcurrentExecutions).toBe(20);
    expect(functionOf(withAll, descriptions.api).Properties.ReservedConcurrentExecutions).toBe(50);
  });
});

describe('ingest', () => {
  const source = eventSourceOf(station, descriptions.ingest);

  test('reads the stream from its beginning, 5 s at a time, in order', () => {
    expect(source).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      ParallelizationFactor: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(eventSourceOf(withAll, descriptions.ingest).ParallelizationFactor).toBe(2);
  });

  test('retries for half a day, looks for the record that fails, and gives it up to the archive, record and all', () => {
    expect(source).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 12 * 3600 });
    expect(source).not.toHaveProperty('MaximumRetryAttempts');
    expect(JSON.stringify(source.DestinationConfig)).toContain(Object.keys(station.resources('AWS::S3::Bucket'))[0]);
  });
});

describe('the sweep', () => {
  test('runs once a minute and never twice at once', () => {
    expect(schedulesOf(station, descriptions.sweep)).toMatchObject([
      { ScheduleExpression: 'rate(1 minute)', Target: { RetryPolicy: { MaximumRetryAttempts: 0 } } },
    ]);
    expect(functionOf(station, descriptions.sweep).Properties.Timeout).toBe(50);
  });
});

describe('compaction', () => {
  test('has a quarter of an hour, and memory for the largest log', () => {
    expect(functionOf(station, descriptions.compact).Properties).toMatchObject({ Timeout: 900, MemorySize: 3008 });
  });

  test('goes by the API what the RIB can be asked for', () => {
    const longer = new StationTemplate({ retention: { ribHours: 72 } });
    for (const description of [descriptions.compact, descriptions.api]) {
      expect(functionOf(longer, description).Properties).toMatchObject({
        Environment: { Variables: expect.objectContaining({ RETENTION_HOURS: '72' }) },
      });
    }
  });

  test.each([1, 3])('with %i lanes each has a schedule of its own, once a minute', (compactionLanes) => {
    const divided = new StationTemplate({ capacity: { compactionLanes } });
    expect(schedulesOf(divided, descriptions.compact)).toMatchObject(
      Array.from({ length: compactionLanes }, (_, lane) => ({
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Target: { Input: `{"lane":${lane}}`, RetryPolicy: { MaximumRetryAttempts: 0 } },
      })),
    );
    expect(functionOf(divided, descriptions.compact).Properties).toMatchObject({
      Environment: { Variables: expect.objectContaining({ LANES: String(compactionLanes) }) },
    });
  });

  test('what failed or found no room is not tried again: the next minute comes anyway', () => {
    const FunctionName = { Ref: functionOf(station, descriptions.compact).id };
    const configs = Object.values(station.matching('AWS::Lambda::EventInvokeConfig', { FunctionName }));
    expect(configs.map(({ Properties }) => Properties)).toMatchObject([
      { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
    ]);
  });
});

describe.each([descriptions.publish, descriptions.correlate])('%s', (description) => {
  test('is woken by new items of the event feed and by no others', () => {
    const { FilterCriteria, EventSourceArn } = eventSourceOf(station, description);
    const { Filters } = FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'EVENTS#' }] } } } },
    ]);
    const [table] = Object.keys(station.resources('AWS::DynamoDB::Table'));
    expect(JSON.stringify(EventSourceArn)).toContain(`${table}StreamArn`);
  });

  test('is called for one batch of a shard at a time, and no batch is retried for long', () => {
    const properties = eventSourceOf(station, description);
    expect(properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 60 });
    expect(properties).not.toHaveProperty('ParallelizationFactor');
  });

  test('is called each minute in any case', () => {
    expect(schedulesOf(station, description)).toMatchObject([
      { ScheduleExpression: 'rate(1 minute)', Target: { RetryPolicy: { MaximumRetryAttempts: 0 } } },
    ]);
  });
});

test('the lease of a publishing call that died is over by the next minute', () => {
  expect(functionOf(station, descriptions.publish).Properties.Timeout).toBe(50);
});

test('correlation has memory for all elements, and time for all of them to be new', () => {
  expect(functionOf(station, descriptions.correlate).Properties).toMatchObject({ MemorySize: 1024, Timeout: 300 });
});

test('events go to a bus that is named as the station is', () => {
  expect(station.only('AWS::Events::EventBus').Properties).toMatchObject({ Name: 'Bmpaas' });
  expect(new StationTemplate({ name: 'Edge' }).only('AWS::Events::EventBus').Properties).toMatchObject({
    Name: 'Edge',
  });
});

test('every log is kept for a time that was chosen', () => {
  const groups = Object.values(new StationTemplate({ retention: { logDays: 90 } }).resources('AWS::Logs::LogGroup'));
  expect(groups.length).toBeGreaterThan(Object.keys(descriptions).length);
  for (const { Properties } of groups) expect(Properties.RetentionInDays).toBe(90);
});
