import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import privateFlavour from './flavours/private.ts';
import { StationTemplate } from './station-template.ts';

const station = new StationTemplate();
const withAll = new StationTemplate(privateFlavour);

const taskSchema = z.looseObject({
  ContainerDefinitions: z.tuple([
    z.looseObject({
      Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
      Secrets: z.array(z.object({ Name: z.string(), ValueFrom: z.unknown() })).default([]),
    }),
  ]),
});

const containerOf = (template: StationTemplate) =>
  taskSchema.parse(template.only('AWS::ECS::TaskDefinition').Properties).ContainerDefinitions[0];

const environmentOf = (template: StationTemplate): Record<string, unknown> =>
  Object.fromEntries(containerOf(template).Environment.map(({ Name, Value }) => [Name, Value]));

describe('the task', () => {
  test('is arm64, and as large as the owner wants', () => {
    expect(station.only('AWS::ECS::TaskDefinition').Properties).toMatchObject({
      Cpu: '256',
      Memory: '1024',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
    const larger = new StationTemplate({ capacity: { collectors: { cpu: 1024, memoryMiB: 4096 } } });
    expect(larger.only('AWS::ECS::TaskDefinition').Properties).toMatchObject({ Cpu: '1024', Memory: '4096' });
  });

  test('cannot write its file system, and nobody can start a shell in it', () => {
    expect(containerOf(station)).toMatchObject({ ReadonlyRootFilesystem: true });
    expect(station.only('AWS::ECS::Service').Properties.EnableExecuteCommand ?? false).toBe(false);
  });

  test('has longer to stop than the collector takes', () => {
    const { StopTimeout } = containerOf(station);
    expect(StopTimeout).toBeGreaterThan(Number(environmentOf(station).STOP_TIMEOUT_SECONDS));
    expect(StopTimeout).toBeLessThanOrEqual(120);
  });

  test('has files for all its connections', () => {
    expect(containerOf(station).Ulimits).toEqual([{ Name: 'nofile', SoftLimit: 65_535, HardLimit: 65_535 }]);
  });

  test('is told the certificate as a secret', () => {
    expect(containerOf(station).Secrets).toEqual([]);
    expect(containerOf(withAll).Secrets.map(({ Name }) => Name)).toEqual([
      'TLS_CERTIFICATE',
      'TLS_PRIVATE_KEY',
      'TLS_CLIENT_CA',
    ]);
    expect(JSON.stringify(environmentOf(withAll))).not.toContain('secretsmanager');
  });
});

describe('the environment', () => {
  test('admits private space and everyone in it, and holds down who flaps', () => {
    expect(environmentOf(station)).toMatchObject({
      SOURCE_CIDRS: '["10.0.0.0/8","172.16.0.0/12","192.168.0.0/16","10.119.0.0/24"]',
      ROUTER_ADMISSION: 'open',
      HOLD_DOWN: '{"flaps":10,"periodSeconds":300,"holdDownSeconds":600}',
    });
    expect(environmentOf(station)).not.toHaveProperty('TRUSTED_PROXIES');
    expect(environmentOf(station)).not.toHaveProperty('TLS_PORT');
  });

  test('says whom else to take and to dial, and whom to believe a PROXY header', () => {
    expect(environmentOf(withAll)).toMatchObject({
      ROUTER_ADMISSION: 'known',
      ACTIVE_ROUTERS: '[{"address":"10.20.0.9","port":1790}]',
      TRUSTED_PROXIES: '["10.119.0.0/24"]',
      TLS_PORT: '11443',
    });
    expect(JSON.parse(String(environmentOf(withAll).KNOWN_ROUTERS))).toContain('nj01emd');
  });

  test('names where captures go', () => {
    const [bucket] = Object.keys(station.resources('AWS::S3::Bucket'));
    expect(JSON.stringify(environmentOf(station).CAPTURE_BUCKET)).toContain(bucket);
    expect(environmentOf(station).CAPTURE_PREFIX).toBe('captures/');
  });
});

describe('the service', () => {
  test('starts the next before it stops the last, and rolls back what does not become healthy', () => {
    expect(station.only('AWS::ECS::Service').Properties).toMatchObject({
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });

  test('stands in both zones', () => {
    const { NetworkConfiguration } = z
      .looseObject({
        NetworkConfiguration: z.object({ AwsvpcConfiguration: z.looseObject({ Subnets: z.array(z.unknown()) }) }),
      })
      .parse(station.only('AWS::ECS::Service').Properties);
    expect(NetworkConfiguration.AwsvpcConfiguration.Subnets).toHaveLength(2);
  });

  test('scales on processor time, from two collectors to four', () => {
    expect(station.only('AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 4,
    });
    expect(station.only('AWS::ApplicationAutoScaling::ScalingPolicy').Properties).toMatchObject({
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        TargetValue: 60,
        ScaleOutCooldown: 120,
        ScaleInCooldown: 900,
      },
    });
  });

  test('and a deploy does not undo what scaling has decided', () => {
    expect(station.only('AWS::ECS::Service').Properties).not.toHaveProperty('DesiredCount');
  });

  test('or has as many as the owner wants', () => {
    const fixed = new StationTemplate({ capacity: { collectors: { least: 3, most: 3 } } });
    expect(fixed.only('AWS::ECS::Service').Properties.DesiredCount).toBe(3);
    expect(fixed.resources('AWS::ApplicationAutoScaling::ScalableTarget')).toEqual({});
  });
});
