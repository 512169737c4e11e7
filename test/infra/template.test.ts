import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { StationTemplate } from './station-template.ts';

const station = new StationTemplate();
const { template } = station;

const attributesOf = (type: string, list: string): Record<string, string> => {
  const attributes = station.only(type).Properties[list] as { Key: string; Value: string }[];
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
};

/** Properties of the event source mapping of the function whose logical id begins so. */
function eventSourceOf(name: string): Record<string, unknown> {
  const mappings = Object.values(station.resources('AWS::Lambda::EventSourceMapping')).map(
    ({ Properties }) => Properties,
  );
  const [found, ...more] = mappings.filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(`"${name}`));
  if (found === undefined || more.length > 0)
    throw new Error(`${name} has ${more.length + (found ? 1 : 0)} event sources`);
  return found;
}

describe('network', () => {
  test('there is no way to or from the Internet', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'EgressOnlyInternetGateway']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('two zones', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 2);
  });

  test('the load balancer is internal and listens for TCP on 11019', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Type: 'network',
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 11019, Protocol: 'TCP' });
  });

  test('only the named prefixes reach the load balancer, and only on 11019', () => {
    const rules = Object.values(station.resources('AWS::EC2::SecurityGroup'))
      .filter(({ Properties }) => Properties.GroupDescription === 'Routers to the BMP station')
      .flatMap(({ Properties }) => Properties.SecurityGroupIngress);
    expect(rules).toMatchObject([
      { CidrIp: '10.20.0.0/16', FromPort: 11019, ToPort: 11019, IpProtocol: 'tcp' },
      { CidrIp: '10.30.0.0/16', FromPort: 11019, ToPort: 11019, IpProtocol: 'tcp' },
    ]);
  });

  test('no security group is open to the world', () => {
    const all = [
      ...Object.values(station.resources('AWS::EC2::SecurityGroup')).map(
        (group) => group.Properties.SecurityGroupIngress,
      ),
      ...Object.values(station.resources('AWS::EC2::SecurityGroupIngress')).map((rule) => rule.Properties),
    ];
    expect(JSON.stringify(all)).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
  });

  test('routers are seen by their own address', () => {
    expect(attributesOf('AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroupAttributes')).toMatchObject({
      'preserve_client_ip.enabled': 'true',
    });
  });

  test('a leaving collector closes its sessions itself, a dead one has them reset', () => {
    expect(attributesOf('AWS::ElasticLoadBalancingV2::TargetGroup', 'TargetGroupAttributes')).toMatchObject({
      'deregistration_delay.timeout_seconds': '10',
      'deregistration_delay.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
    });
  });

  test('an idle BMP session outlives the default idle timeout of 350 s', () => {
    expect(attributesOf('AWS::ElasticLoadBalancingV2::Listener', 'ListenerAttributes')).toEqual({
      'tcp.idle_timeout.seconds': '6000',
    });
  });

  test('health is /healthz on 11020', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPort: '11020',
      HealthCheckPath: '/healthz',
      HealthCheckProtocol: 'HTTP',
    });
  });
});

describe('collector', () => {
  const [container] = station.only('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions as Record<
    string,
    unknown
  >[];

  test('a quarter of an arm64 CPU and 1 GB', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '256',
      Memory: '1024',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('cannot write its file system, and has longer to stop than it needs', () => {
    expect(container).toMatchObject({ ReadonlyRootFilesystem: true, StopTimeout: 30 });
  });

  test('a deploy starts the next before it stops the last, and rolls back what does not become healthy', () => {
    template.hasResourceProperties('AWS::ECS::Service', {
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
  });
});

describe('stream', () => {
  test('is encrypted, kept for a day, and has one shard', () => {
    template.hasResourceProperties('AWS::Kinesis::Stream', {
      RetentionPeriodHours: 24,
      ShardCount: 1,
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
    });
  });

  test('can be on demand', () => {
    const onDemand = new StationTemplate({ sourceCidrs: '10.20.0.0/16', streamCapacity: 'on-demand' });
    const { Properties } = onDemand.only('AWS::Kinesis::Stream');
    expect(Properties).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(Properties).not.toHaveProperty('ShardCount');
  });
});

describe('table', () => {
  test('is keyed by pk and sk, forgets by ttl, is encrypted, and can be taken back to any second', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('stays when the stack goes', () => {
    expect(station.only('AWS::DynamoDB::Table')).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
  });
});

describe('functions', () => {
  test('run Node 24 on arm64', () => {
    template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    template.resourceCountIs('AWS::Lambda::Function', 6);
  });

  test('ingest reads the stream from its beginning, 5 s at a time, and gives ranges up to a queue', () => {
    const Properties = eventSourceOf('IngestFunction');
    expect(Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      MaximumBatchingWindowInSeconds: 5,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRecordAgeInSeconds: 12 * 3600,
    });
    const [queue] = Object.keys(station.resources('AWS::SQS::Queue'));
    expect(Properties.DestinationConfig).toEqual({ OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } });
  });

  test('the queue of given-up ranges is encrypted, refuses plain HTTP and keeps them for 14 days', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    });
  });

  test('the sweep runs once a minute and never twice at once', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Stale and lost sessions, once a minute',
      Timeout: 50,
    });
  });
});

describe('compaction', () => {
  const compaction = { Description: 'RIB logs into bases' };

  test('has a quarter of an hour, and memory for the largest log', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { ...compaction, Timeout: 900, MemorySize: 3008 });
  });

  test('goes by the API what the RIB can be asked for', () => {
    const longer = new StationTemplate({ sourceCidrs: '10.20.0.0/16', retentionHours: 72 }).template;
    for (const Description of [compaction.Description, 'HTTP API of the BMP station']) {
      const Environment = { Variables: Match.objectLike({ RETENTION_HOURS: '72' }) };
      longer.hasResourceProperties('AWS::Lambda::Function', { Description, Environment });
    }
  });

  test.each([1, 3])('with %i lanes each has a schedule of its own, once a minute', (lanes) => {
    const divided = new StationTemplate({ sourceCidrs: '10.20.0.0/16', compactionLanes: lanes });
    const [name] = Object.entries(divided.resources('AWS::Lambda::Function')).find(
      ([, { Properties }]) => Properties.Description === compaction.Description,
    ) ?? [''];
    const schedules = Object.values(divided.resources('AWS::Scheduler::Schedule')).filter(({ Properties }) =>
      JSON.stringify(Properties.Target).includes(name),
    );
    expect(schedules.map(({ Properties }) => Properties)).toMatchObject(
      Array.from({ length: lanes }, (_, lane) => ({
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Target: { Input: `{"lane":${lane}}`, RetryPolicy: { MaximumRetryAttempts: 0 } },
      })),
    );
    divided.template.hasResourceProperties('AWS::Lambda::Function', {
      ...compaction,
      Environment: { Variables: Match.objectLike({ LANES: String(lanes) }) },
    });
  });

  test('what failed or found no room is not tried again: the next minute comes anyway', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: Match.stringLikeRegexp('^CompactFunction') },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test('takes no concurrency from the account', () => {
    for (const { Properties } of Object.values(station.resources('AWS::Lambda::Function'))) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });
});

describe('publishing', () => {
  test('is to a bus that is named as the stack is', () => {
    expect(station.only('AWS::Events::EventBus').Properties).toMatchObject({ Name: 'Bmpaas' });
    template.hasOutput('EventBusName', { Value: { Ref: Object.keys(station.resources('AWS::Events::EventBus'))[0] } });
  });

  test('is woken by new items of the event feed and by no others, and is told keys only', () => {
    const { FilterCriteria, ...properties } = eventSourceOf('PublishFunction');
    const { Filters } = FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'EVENTS#' }] } } } },
    ]);
    const [table] = Object.keys(station.resources('AWS::DynamoDB::Table'));
    expect(properties).toMatchObject({ EventSourceArn: { 'Fn::GetAtt': [table, 'StreamArn'] } });
    template.hasResourceProperties('AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
  });

  test('is called for one batch of a shard at a time, and no batch is retried for long', () => {
    const properties = eventSourceOf('PublishFunction');
    expect(properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 60 });
    expect(properties).not.toHaveProperty('ParallelizationFactor');
  });

  test('is called each minute in any case, and the lease of a call that died is over by then', () => {
    const [name] = Object.keys(station.resources('AWS::Lambda::Function')).filter((id) =>
      id.startsWith('PublishFunction'),
    );
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { Arn: { 'Fn::GetAtt': [name, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', { Description: 'Event feed to EventBridge', Timeout: 50 });
  });
});

describe('correlation', () => {
  test('is woken as publishing is', () => {
    const { FunctionName: _, ...ofPublish } = eventSourceOf('PublishFunction');
    expect(eventSourceOf('CorrelateFunction')).toMatchObject(ofPublish);
    const [name] = Object.keys(station.resources('AWS::Lambda::Function')).filter((id) =>
      id.startsWith('CorrelateFunction'),
    );
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      Target: { Arn: { 'Fn::GetAtt': [name, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
  });

  test('has memory for all elements, and time for all of them to be new', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Chains, groups and elements over all routers',
      MemorySize: 1024,
      Timeout: 300,
    });
  });
});

describe('logs', () => {
  test('every log is kept for a time that was chosen', () => {
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.resourceCountIs('AWS::Logs::LogGroup', 8);
  });

  test('the API logs who asked for what', () => {
    const { AccessLogSettings } = station.only('AWS::ApiGatewayV2::Stage').Properties;
    expect(AccessLogSettings).toMatchObject({ Format: expect.stringContaining('$context.identity.userArn') });
  });
});

test('the template, without the hashes of assets', async () => {
  const text = JSON.stringify(template.toJSON(), null, 2).replace(/[0-9a-f]{64}/g, 'ASSET');
  await expect(`${text}\n`).toMatchFileSnapshot('__snapshots__/station.json');
});
