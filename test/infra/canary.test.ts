import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { canaryRouter } from '#infra/canary.ts';
import { canaryRouterId } from '#model/canary.ts';
import { StationTemplate, stationStacks } from './station-template.ts';

const station = new StationTemplate({
  routers: { known: ['nj01emd'] },
  exposure: { kind: 'private', sourceCidrs: ['10.20.0.0/16'] },
});

const functionNamed = (part: string) =>
  Object.entries(station.resources('AWS::Lambda::Function')).filter(([id]) => id.includes(part));

describe('the canary', () => {
  test('speaks from the subnets of the station', () => {
    const [speaker] = functionNamed('CanarySpeaker');
    expect(speaker?.[1].Properties).toMatchObject({
      VpcConfig: { SubnetIds: [expect.anything(), expect.anything()], SecurityGroupIds: [expect.anything()] },
      Environment: { Variables: { STATION_PORT: '11019' } },
    });
  });

  test('looks from outside, where the API can be reached', () => {
    const [checker] = functionNamed('CanaryChecker');
    expect(checker?.[1].Properties).not.toHaveProperty('VpcConfig');
  });

  test('is admitted to the load balancer by its group, and leaves for nothing else', () => {
    const [ingress] = Object.values(
      station.matching('AWS::EC2::SecurityGroupIngress', { Description: 'BMP from the canary' }),
    );
    expect(ingress?.Properties).toMatchObject({ FromPort: 11019, ToPort: 11019, IpProtocol: 'tcp' });
    const egress = Object.values(
      station.matching('AWS::EC2::SecurityGroupEgress', { Description: 'To the load balancer' }),
    );
    expect(egress).toHaveLength(1);
    const [group] = Object.values(
      station.matching('AWS::EC2::SecurityGroup', { GroupDescription: 'Canary of the BMP station' }),
    );
    expect(JSON.stringify(group?.Properties.SecurityGroupEgress ?? [])).not.toContain('0.0.0.0/0","Desc');
  });

  test('is admitted by the collector: its addresses, and its name where names are asked for', () => {
    const task = JSON.stringify(station.only('AWS::ECS::TaskDefinition').Properties);
    expect(task).toContain('"KNOWN_ROUTERS","Value":"[\\"nj01emd\\",\\"bmpaas-canary\\"]"');
    expect(canaryRouter).toBe(canaryRouterId);
  });

  test('runs each five minutes, and is not tried again', () => {
    const [schedule, ...more] = Object.values(station.resources('AWS::Scheduler::Schedule')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('CanaryChecker'),
    );
    expect(more).toEqual([]);
    expect(schedule?.Properties).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });
});

describe('without a canary', () => {
  const publicly = { kind: 'public' as const, sourceCidrs: ['198.51.100.0/24'] };
  const missing = Match.stringLikeRegexp('There is no canary');

  test.each([
    ['a public station', { exposure: publicly }],
    ['a headless one', { api: null }],
  ])(
    '%s says so',
    (_, settings) => {
      const { service } = stationStacks(settings);
      Annotations.fromStack(service).hasWarning('*', missing);
      expect(JSON.stringify(Template.fromStack(service).findResources('AWS::Lambda::Function'))).not.toContain(
        'Speaker',
      );
    },
    60_000,
  );

  test('nothing is said where none is wanted, and nobody in the VPC is a router', () => {
    const settings = {
      operations: { canary: false },
      exposure: { kind: 'private' as const, sourceCidrs: ['10.20.0.0/16'] },
    };
    const { service } = stationStacks(settings);
    Annotations.fromStack(service).hasNoWarning('*', missing);
    const template = JSON.stringify(Template.fromStack(service).toJSON());
    expect(template).not.toContain('CanarySpeaker');
    expect(template).toContain(JSON.stringify({ Name: 'SOURCE_CIDRS', Value: '["10.20.0.0/16"]' }));
  }, 60_000);
});
