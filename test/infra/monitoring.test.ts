import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createMetrics } from '#collector/metrics.ts';
import { MinuteFigures } from '#collector/minute-figures.ts';
import { takeGauges } from '#functions/sweep/gauges.ts';
import { type RunbookSection, runbookSections } from '#infra/monitoring/alarm-definition.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { StationTemplate, stationStacks } from './station-template.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const metricSchema = z.object({
  Namespace: z.unknown(),
  MetricName: z.string(),
  Dimensions: z.array(z.unknown()).default([]),
});

const alarmSchema = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  Threshold: z.number(),
  AlarmActions: z.array(z.unknown()).default([]),
  OKActions: z.array(z.unknown()).default([]),
  TreatMissingData: z.string(),
  Namespace: z.unknown().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.unknown()).default([]),
  Metrics: z.array(z.looseObject({ MetricStat: z.object({ Metric: metricSchema }).optional() })).default([]),
});

type Alarm = z.output<typeof alarmSchema>;

const alarmsOf = (station: StationTemplate): Alarm[] =>
  Object.values(station.resources('AWS::CloudWatch::Alarm')).map(({ Properties }) => alarmSchema.parse(Properties));

const metricsOf = ({ Namespace, MetricName, Dimensions, Metrics }: Alarm): z.output<typeof metricSchema>[] =>
  MetricName === undefined
    ? Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))
    : [{ Namespace, MetricName, Dimensions }];

const station = new StationTemplate({
  operations: {
    alarmEmail: 'noc@example.net',
    budget: { monthlyUsd: 500, email: 'noc@example.net' },
    costAnomaly: true,
  },
});
const plain = stationStacks();
const alarms = alarmsOf(station);
const named = (id: string): Alarm => {
  const found = alarms.find(({ AlarmName }) => AlarmName === `Bmpaas-${id}`);
  if (found === undefined) throw new Error(`there is no alarm ${id}`);
  return found;
};

describe('alarms', () => {
  test.each<[string, Partial<Alarm>]>([
    ['SessionsLost', { MetricName: 'sessionsLost', Threshold: 4 }],
    ['RoutersSilent', { MetricName: 'routersSilent', Threshold: 0 }],
    ['NoRouterConnected', { TreatMissingData: 'breaching' }],
    ['CollectorsMissing', { MetricName: 'collectorsUp', Threshold: 2 }],
    ['CollectorMemory', { Namespace: 'AWS/ECS', MetricName: 'MemoryUtilization', Threshold: 85 }],
    ['DecodeErrors', { MetricName: 'decodeErrors', Threshold: 0 }],
    ['StreamThrottled', { Namespace: 'AWS/Kinesis', MetricName: 'WriteProvisionedThroughputExceeded' }],
    ['IngestBehind', { Namespace: 'AWS/Lambda', MetricName: 'IteratorAge', Threshold: 120_000 }],
    ['IngestLag', { MetricName: 'ingestLagSeconds', Threshold: 120 }],
    ['TableThrottled', { TreatMissingData: 'notBreaching' }],
    ['CompactionBehind', { MetricName: 'uncompactedSeconds', Threshold: 10_800, TreatMissingData: 'breaching' }],
    ['PublishingBehind', { MetricName: 'publishLagSeconds', Threshold: 300 }],
    ['HalfOpenElements', { MetricName: 'halfOpenElements', Threshold: 0 }],
    ['SuspectFeeds', { MetricName: 'suspectFeeds', Threshold: 0 }],
    ['ApiErrors', { Namespace: 'AWS/ApiGateway', MetricName: '5xx' }],
    ['ApiSlow', { MetricName: 'answerTime', Threshold: 3000 }],
    ['CanaryFailing', { MetricName: 'canarySuccess', Threshold: 1, TreatMissingData: 'breaching' }],
  ])('%s', (id, expected) => {
    expect(named(id)).toMatchObject(expected);
  });

  test('records that ingest gave up are counted by the event source', () => {
    const mappings = Object.entries(station.resources('AWS::Lambda::EventSourceMapping'));
    const [ingest] = mappings.filter(([, { Properties }]) =>
      JSON.stringify(Properties.EventSourceArn).includes('Stream'),
    );
    expect(ingest?.[1].Properties.MetricsConfig).toEqual({ Metrics: ['EventCount'] });
    const metrics = metricsOf(named('DeadRecords'));
    expect(metrics.map(({ MetricName }) => MetricName).sort()).toEqual([
      'DroppedEventCount',
      'OnFailureDestinationDeliveredEventCount',
    ]);
    expect(JSON.stringify(metrics)).toContain(`{"Ref":"${ingest?.[0]}"}`);
  });

  test('every function has one for its errors, but the speaker, whose errors are the canary’s', () => {
    const functions = Object.keys(station.resources('AWS::Lambda::Function'));
    const watched = alarms
      .filter(({ MetricName }) => MetricName === 'Errors')
      .map(
        ({ Dimensions }) =>
          z.tuple([z.object({ Value: z.object({ Ref: z.string() }) })]).parse(Dimensions)[0].Value.Ref,
      );
    const missing = functions.filter((id) => !watched.includes(id));
    expect(missing.filter((id) => !id.includes('Speaker') && !id.startsWith('Custom'))).toEqual([]);
    expect(missing.some((id) => id.includes('Speaker'))).toBe(true);
    expect(named('PublishFunctionErrors')).toMatchObject({ Namespace: 'AWS/Lambda', Threshold: 0 });
  });

  test('each tells of its beginning and its end', () => {
    for (const { AlarmName, AlarmActions, OKActions } of alarms) {
      expect(AlarmActions, AlarmName).toHaveLength(1);
      expect(OKActions, AlarmName).toEqual(AlarmActions);
    }
  });

  test('each says why, and leads to a section of the runbook', () => {
    for (const { AlarmName, AlarmDescription } of alarms) {
      expect(AlarmDescription, AlarmName).toMatch(/^[A-Z].{30,}\. What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
    }
  });
});

describe('the runbook', () => {
  const [, alarmPart = ''] = read('docs/runbook.md').split(/^## Alarms$/m);
  const [ofAlarms = ''] = alarmPart.split(/^## /m);
  const anchors = [...ofAlarms.matchAll(/^### (.+)$/gm)].map(([, title = '']) => anchorOf(title));
  const linked = new Set(alarms.map(({ AlarmDescription }) => /#([a-z-]+)$/.exec(AlarmDescription)?.[1]));

  test('has each section that an alarm leads to, once', () => {
    expect(anchors).toEqual([...new Set(anchors)]);
    expect([...linked].filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });

  test('has no section of alarms that no alarm leads to, but that of the bill, to which mails lead', () => {
    const [subscription] = Object.values(station.resources('AWS::CE::AnomalySubscription'));
    expect(subscription?.Properties.SubscriptionName).toContain('docs/runbook.md#cost-anomaly');
    expect(anchors.filter((anchor) => !linked.has(anchor))).toEqual(['cost-anomaly' satisfies RunbookSection]);
    expect(anchors).toEqual([...runbookSections]);
  });

  test('leads nowhere that is not', () => {
    const text = read('docs/runbook.md');
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => anchorOf(title));
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });

  test('says in each what it means, who sees it, where to look first, why it happens, what to do and what not', () => {
    const sections = ofAlarms.split(/^### /m).slice(1);
    for (const section of sections) {
      for (const part of ['Means', 'Seen as', 'Look first', 'Causes', 'Do', 'Do not']) {
        expect(section, section.split('\n')[0]).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\* \\S`, 'm'));
      }
    }
  });
});

/** As Git hosts make it of a heading. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

describe('metrics of the station', () => {
  const ownMetrics = (found: readonly Alarm[]) =>
    found.flatMap(metricsOf).filter(({ Namespace }) => Namespace === 'Bmpaas');

  test('are in a namespace of its own, in the functions and the collector too', () => {
    const functions = Object.values(station.resources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.Runtime === 'nodejs24.x',
    );
    expect(functions.length).toBeGreaterThan(7);
    for (const { Properties } of functions) {
      expect(Properties.Environment).toMatchObject({ Variables: { METRICS_NAMESPACE: 'Bmpaas' } });
    }
    expect(JSON.stringify(station.only('AWS::ECS::TaskDefinition').Properties)).toContain(
      '{"Name":"METRICS_NAMESPACE","Value":"Bmpaas"}',
    );
  });

  test('that alarms look at are told by somebody', async () => {
    const figures = new MinuteFigures(createMetrics(), 1);
    const { metrics } = await figures.take();
    figures.stop();
    const counted = ['ingest', 'publish'].flatMap((name) =>
      [...read(`functions/${name}/metrics.ts`).matchAll(/\| '(\w+)'/g)].map(([, metric]) => `${name} ${metric}`),
    );
    const written = ['compact/compact', 'canary/checker', 'api/api'].flatMap((name) =>
      [...read(`functions/${name}.lambda.ts`).matchAll(/addMetric\('(\w+)'/g)].map(
        ([, metric]) => `${name.split('/')[0]} ${metric}`,
      ),
    );
    const told = [
      ...Object.keys(metrics).map((name) => `collector ${name}`),
      ...Object.keys(await takeGauges(new InMemoryStore(), 0)).map((name) => `sweep ${name}`),
      ...counted,
      ...written,
    ];
    const watched = ownMetrics(alarms).map(({ MetricName, Dimensions }) => {
      const [{ Name, Value }] = z.tuple([z.object({ Name: z.string(), Value: z.string() })]).parse(Dimensions);
      expect(Name).toBe('service');
      return `${Value} ${MetricName}`;
    });
    expect(watched.length).toBeGreaterThan(15);
    expect(watched.filter((name) => !told.includes(name))).toEqual([]);
  });
});

describe('who is told', () => {
  test('an address gets a topic with a key, which only alarms of the account may publish to, and only over TLS', () => {
    expect(station.only('AWS::SNS::Topic').Properties).toHaveProperty('KmsMasterKeyId');
    expect(station.only('AWS::SNS::Subscription').Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'noc@example.net',
    });
    const policy = JSON.stringify(station.only('AWS::SNS::TopicPolicy').Properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
    expect(policy).toContain('{"Service":"cloudwatch.amazonaws.com"}');
  });

  test('a topic of the owner is taken as it is', () => {
    const topic = 'arn:aws:sns:eu-central-1:123456789012:noc';
    const own = new StationTemplate({ operations: { alarmTopicArn: topic } });
    expect(own.resources('AWS::SNS::Topic')).toEqual({});
    expect(new Set(alarmsOf(own).flatMap(({ AlarmActions }) => AlarmActions))).toEqual(new Set([topic]));
  });

  test('nobody, and the synthesis says so', () => {
    Annotations.fromStack(plain.service).hasWarning('*', Match.stringLikeRegexp('Nobody is told of alarms'));
    const ofPlain = JSON.stringify(Template.fromStack(plain.service).findResources('AWS::CloudWatch::Alarm'));
    expect(ofPlain).not.toContain('AlarmActions');
    expect(ofPlain.match(/"AlarmName"/g)).toHaveLength(alarms.length);
  });
});

describe('the bill', () => {
  test('a budget of the station’s own costs, told at 80 % and when it will not do', () => {
    expect(station.only('AWS::Budgets::Budget').Properties).toMatchObject({
      Budget: {
        BudgetLimit: { Amount: 500, Unit: 'USD' },
        TimeUnit: 'MONTHLY',
        CostFilters: { TagKeyValue: ['user:bmpaas-station$Bmpaas'] },
      },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: 'ACTUAL', Threshold: 80 } },
        { Notification: { NotificationType: 'FORECASTED', Threshold: 100 } },
      ],
    });
  });

  test('anomalies of the same', () => {
    const { MonitorSpecification } = station.only('AWS::CE::AnomalyMonitor').Properties;
    expect(JSON.parse(String(MonitorSpecification))).toEqual({ Tags: { Key: 'bmpaas-station', Values: ['Bmpaas'] } });
    expect(station.only('AWS::CE::AnomalySubscription').Properties).toMatchObject({
      Frequency: 'DAILY',
      Subscribers: [{ Type: 'EMAIL', Address: 'noc@example.net' }],
    });
  });

  test('knows what is of the station, state and service', () => {
    const tag = { Key: 'bmpaas-station', Value: 'Bmpaas' };
    for (const type of ['AWS::DynamoDB::Table', 'AWS::Kinesis::Stream', 'AWS::ECS::Service']) {
      expect(station.only(type).Properties.Tags, type).toContainEqual(tag);
    }
  });

  test('is nobody’s business unless it is asked for', () => {
    const texts = [plain.state, plain.service].map((stack) => JSON.stringify(Template.fromStack(stack).toJSON()));
    for (const text of texts) expect(text).not.toMatch(/AWS::(Budgets|CE)::|bmpaas-station/);
  });
});

describe('the dashboard', () => {
  test('is one, by the station’s name, and shows every alarm', () => {
    const { DashboardName, DashboardBody } = station.only('AWS::CloudWatch::Dashboard').Properties;
    expect(DashboardName).toBe('Bmpaas');
    const body = JSON.stringify(DashboardBody);
    const ids = Object.keys(station.resources('AWS::CloudWatch::Alarm'));
    expect(ids.filter((id) => !body.includes(id))).toEqual([]);
    for (const name of ['sessions', 'ingestLagSeconds', 'canarySeconds', 'WriteProvisionedThroughputExceeded']) {
      expect(body).toContain(name);
    }
  });
});

test('a headless station has no alarms for what it has not', () => {
  const ids = alarmsOf(new StationTemplate({ api: null })).map(({ AlarmName }) => AlarmName);
  expect(ids).toContain('Bmpaas-SessionsLost');
  for (const id of ['ApiErrors', 'ApiSlow', 'CanaryFailing', 'CheckerFunctionErrors'])
    expect(ids).not.toContain(`Bmpaas-${id}`);
});

test('what the architecture says of the number of alarms is so', () => {
  const metrics = alarms.reduce((sum, alarm) => sum + metricsOf(alarm).length, 0);
  expect(read('docs/architecture.md')).toContain(`${alarms.length} alarms look at ${metrics} metrics`);
});

test('every log ends by itself', () => {
  for (const [id, { Properties }] of Object.entries(station.resources('AWS::Logs::LogGroup'))) {
    expect(Properties.RetentionInDays, id).toBe(30);
  }
});
