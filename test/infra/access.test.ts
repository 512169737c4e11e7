import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { correlationKey, eventKeys, kinds, publishedKey, rulesKeys } from '#model/keys.ts';
import { StationTemplate } from './station-template.ts';

const station = new StationTemplate();

const oneOrMany = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()));

const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({ Effect: z.string(), Action: oneOrMany, Resource: oneOrMany, Condition: z.unknown().optional() }),
    ),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

const statements = Object.values(station.resources('AWS::IAM::Policy')).flatMap(({ Properties }) => {
  const { PolicyDocument, Roles } = policySchema.parse(Properties);
  const role = Roles.map(({ Ref }) => Ref.replace(/^Service/, '')).join();
  return PolicyDocument.Statement.map((statement) => ({ ...statement, role }));
});

const actionsOf = (role: string, service: string): unknown[] =>
  statements
    .filter((statement) => statement.role.startsWith(role))
    .flatMap(({ Action }) => Action)
    .filter((action) => String(action).startsWith(`${service}:`))
    .sort();

describe('access', () => {
  test('no action is a wildcard', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => String(action).includes('*'))).toEqual([]);
  });

  test('no resource is a wildcard but where AWS knows none', () => {
    const wide = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(new Set(wide)).toEqual(
      new Set([
        'ecr:GetAuthorizationToken',
        'dynamodb:ListStreams',
        // Of the canary's speaker, which has an address in the VPC.
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
      ]),
    );
  });

  test('no role has a policy made by AWS', () => {
    for (const role of Object.values(station.resources('AWS::IAM::Role'))) {
      expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
    }
  });

  test('the collector writes the stream and cannot read it', () => {
    expect(actionsOf('CollectorTaskTaskRole', 'kinesis')).toEqual(['kinesis:PutRecord', 'kinesis:PutRecords']);
  });

  test('the collector touches its own partitions of the table only, and reads what operators ask', () => {
    const conditionsOf = (action: string): unknown[] =>
      statements
        .filter(({ role, Action }) => role.startsWith('CollectorTaskTaskRole') && Action.includes(action))
        .map(({ Condition }) => Condition);
    const only = (partitions: string[]) => [{ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': partitions } }];
    const own = only([kinds.claim.pk, kinds.collector.pk, kinds.dial.pk, kinds.capture.pk]);
    for (const action of ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']) {
      expect(conditionsOf(action)).toEqual(own);
    }
    expect(conditionsOf('dynamodb:Query')).toEqual(only([kinds.request.pk]));
  });

  test('the sweep reads the table and cannot write it', () => {
    expect(actionsOf('SweepFunctionRole', 'dynamodb')).toEqual(['dynamodb:GetItem', 'dynamodb:Query']);
  });

  test('the API reads the table, and writes the rules and what operators ask only', () => {
    expect(actionsOf('ApiFunctionRole', 'dynamodb')).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ]);
    const writing = statements.filter(
      ({ role, Action }) => role.startsWith('ApiFunctionRole') && Action.includes('dynamodb:PutItem'),
    );
    expect(writing.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [rulesKeys.partition, kinds.request.pk] } },
    ]);
  });

  test.each([
    [
      'CollectorTaskTaskRole',
      ['collector/dynamodb-claims.ts', 'collector/dynamodb-requests.ts', 'collector/dial/dynamodb-dial-leases.ts'],
    ],
    ['IngestFunctionRole', ['functions/dynamodb-store.ts']],
    ['CompactFunctionRole', ['functions/dynamodb-store.ts']],
  ])('%s may send what %j send, and nothing else', (role, files) => {
    const root = join(import.meta.dirname, '../..');
    const source = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    const commands = [...source.matchAll(/new (Get|Put|Update|Delete|Query|BatchGet|BatchWrite)Command\(/g)];
    const actions = commands.map(([, verb]) => (verb === 'Query' ? 'dynamodb:Query' : `dynamodb:${verb}Item`));
    expect(actionsOf(role, 'dynamodb')).toEqual([...new Set(actions)].sort());
  });

  test('compaction knows nothing but the table', () => {
    const actions = statements
      .filter(({ role }) => role.startsWith('CompactFunctionRole'))
      .flatMap(({ Action }) => Action);
    const others = actions.filter((action) => !String(action).startsWith('dynamodb:'));
    expect(others.sort()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  describe('publishing', () => {
    const ofPublish = statements.filter(({ role }) => role.startsWith('PublishFunctionRole'));
    const leadingKeysOf = (action: string): unknown => {
      const found = ofPublish.filter(({ Action }) => Action.includes(action));
      expect(found).toHaveLength(1);
      return found[0]?.Condition;
    };

    test('sends to its own bus, and does no more than that outside the table', () => {
      const [bus] = Object.keys(station.resources('AWS::Events::EventBus'));
      const ofBus = ofPublish.filter(({ Action }) => Action.some((action) => String(action).startsWith('events:')));
      expect(ofBus).toMatchObject([{ Action: ['events:PutEvents'], Resource: [{ 'Fn::GetAtt': [bus, 'Arn'] }] }]);
      const others = ofPublish
        .flatMap(({ Action }) => Action)
        .filter((action) => !/^(dynamodb|events):/.test(`${action}`));
      expect(others.sort()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    });

    test('reads the event feed, and writes how far it has come', () => {
      expect(actionsOf('PublishFunctionRole', 'dynamodb')).toEqual([
        'dynamodb:DescribeStream',
        'dynamodb:GetItem',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
        'dynamodb:PutItem',
        'dynamodb:Query',
      ]);
      const feed = [eventKeys.tail.pk, 'EVENTS#*', publishedKey.pk];
      for (const action of ['dynamodb:GetItem', 'dynamodb:Query']) {
        expect(leadingKeysOf(action)).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': feed } });
      }
      expect(leadingKeysOf('dynamodb:PutItem')).toEqual({
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [publishedKey.pk] },
      });
      expect(eventKeys.bucketOf(0)).toMatch(/^EVENTS#/);
    });
  });

  test('correlation reads what routers tell, and puts what follows from it', () => {
    const leadingKeys = (action: string): unknown[] =>
      statements
        .filter(({ role, Action }) => role.startsWith('CorrelateFunctionRole') && Action.includes(action))
        .map(({ Condition }) => Condition);
    const told = [kinds.router, kinds.element, kinds.steering].map(({ pk }) => pk);
    const derived = [
      correlationKey.pk,
      ...[kinds.span, kinds.group, kinds.chain, kinds.finding].map(({ pk }) => pk),
      eventKeys.tail.pk,
      'EVENTS#*',
    ];
    const only = (partitions: string[]) => [{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } }];
    expect(leadingKeys('dynamodb:PutItem')).toEqual(only(derived));
    for (const action of ['dynamodb:GetItem', 'dynamodb:Query']) {
      expect(leadingKeys(action)).toEqual(only([...told, rulesKeys.partition, ...derived]));
    }
    expect(actionsOf('CorrelateFunctionRole', 'dynamodb')).toEqual(actionsOf('PublishFunctionRole', 'dynamodb'));
    expect(actionsOf('CorrelateFunctionRole', 'kinesis')).toEqual([]);
  });

  test('schedules start functions and do nothing else', () => {
    const ofSchedules = statements.filter(({ role }) => role.includes('ScheduleRole'));
    expect(ofSchedules).toHaveLength(5);
    for (const { Action } of ofSchedules) expect(Action).toEqual(['lambda:InvokeFunction']);
  });

  test('nobody may scan the table or delete it', () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).not.toContain('dynamodb:Scan');
    expect(actions).not.toContain('dynamodb:DeleteTable');
  });

  test('every route of the API asks for a signature', () => {
    const routes = Object.values(station.resources('AWS::ApiGatewayV2::Route'));
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) expect(route.Properties).toMatchObject({ AuthorizationType: 'AWS_IAM' });
  });
});
