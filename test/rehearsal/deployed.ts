import * as z from 'zod';
import type { Change } from './journal.ts';

/** What of a deployment can be run, as its resources were created. Properties have CloudFormation's names and units. */
export interface Deployed {
  functions: readonly DeployedFunction[];
  collector: z.output<typeof taskDefinition>;
  stream: z.output<typeof stream> & { name: string };
  table: z.output<typeof table> & { name: string };
  /** What takes the stream to a function. */
  mapping: z.output<typeof mapping>;
  /** How many mappings follow the changes of the table. */
  tableMappings: number;
  schedules: readonly DeployedSchedule[];
  routes: readonly DeployedRoute[];
}

export type DeployedFunction = z.output<typeof lambda> & { name: string; title: string };

export interface DeployedSchedule {
  name: string;
  functionName: string;
  input: unknown;
  minutes: number;
}

export interface DeployedRoute {
  /** `ANY /v1/{proxy+}`. */
  key: string;
  authorization: string;
  functionName: string;
}

/** Of its ARN only the name. */
const arnOfRole = z.string().transform((arn) => arn.slice(arn.lastIndexOf('/') + 1));

const lambda = z.object({
  Code: z.object({ S3Bucket: z.string(), S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
  Handler: z.string(),
  MemorySize: z.coerce.number(),
  Timeout: z.coerce.number(),
  Role: arnOfRole,
});

const container = z.object({
  Image: z.string(),
  Environment: z.array(z.object({ Name: z.string(), Value: z.string() })),
  ReadonlyRootFilesystem: z.boolean().default(false),
  StopTimeout: z.coerce.number().default(30),
  MountPoints: z.array(z.object({ ContainerPath: z.string() })).default([]),
  Ulimits: z
    .array(z.object({ Name: z.string(), SoftLimit: z.coerce.number(), HardLimit: z.coerce.number() }))
    .default([]),
});

const taskDefinition = z
  .object({ ContainerDefinitions: z.tuple([container]), TaskRoleArn: arnOfRole })
  .transform(({ ContainerDefinitions: [only], TaskRoleArn }) => ({ ...only, Role: TaskRoleArn }));

/** On demand: as many shards as one machine needs. */
const stream = z.object({ ShardCount: z.coerce.number().default(2) });

const table = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
});

const mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(100),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.string()).default([]),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  ParallelizationFactor: z.coerce.number().default(1),
});

/** Of `rate(5 minutes)` the number; we have no others. */
const rate = z
  .string()
  .regex(/^rate\(\d+ minutes?\)$/)
  .transform((text) => Number(/\d+/.exec(text)?.[0]));

const schedule = z.object({
  ScheduleExpression: rate,
  Target: z.object({ Arn: z.string(), Input: z.string().default('{}') }),
});
const integration = z.object({ IntegrationUri: z.string(), PayloadFormatVersion: z.literal('2.0') });
const route = z.object({ RouteKey: z.string(), AuthorizationType: z.string().default('NONE'), Target: z.string() });

/** @throws Error when something that a station cannot be without is not there once, or has not the form that it must have */
export function deployedOf(resources: readonly Change[]): Deployed {
  const of = (...types: string[]): Change[] => resources.filter(({ type }) => types.includes(type));
  const mappings = of('AWS::Lambda::EventSourceMapping').map(({ properties }) => mapping.parse(properties));
  const [streamMappings, tableMappings] = ['kinesis', 'dynamodb'].map((service) =>
    mappings.filter(({ EventSourceArn }) => EventSourceArn.startsWith(`arn:aws:${service}:`)),
  );
  const streams = of('AWS::Kinesis::Stream');
  const tables = of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
  const task = only('task definition', of('AWS::ECS::TaskDefinition'));
  return {
    functions: of('AWS::Lambda::Function').filter(isOurs).map(functionOf),
    collector: taskDefinition.parse(task.properties),
    stream: { ...stream.parse(only('stream', streams).properties), name: only('stream', streams).physicalId },
    table: { ...table.parse(only('table', tables).properties), name: only('table', tables).physicalId },
    mapping: only('event source mapping of the stream', streamMappings ?? []),
    tableMappings: tableMappings?.length ?? 0,
    schedules: of('AWS::Scheduler::Schedule').map(scheduleOf),
    routes: of('AWS::ApiGatewayV2::Route').map((each) => routeOf(each, of('AWS::ApiGatewayV2::Integration'))),
  };
}

function only<Thing>(what: string, things: readonly Thing[]): Thing {
  const [first, ...others] = things;
  if (first === undefined || others.length > 0) throw new Error(`${things.length} times deployed: ${what}`);
  return first;
}

/** CDK's own functions serve custom resources, and only while a stack is deployed. */
const isOurs = ({ logicalId }: Change): boolean =>
  !/^(CustomS3AutoDelete|Custom[A-Z]|AWS[0-9a-f]+|LogRetention|BucketNotifications)/.test(logicalId);

function functionOf({ physicalId, logicalId, properties }: Change): DeployedFunction {
  return { ...lambda.parse(properties), name: physicalId, title: titleOf(logicalId) };
}

function scheduleOf({ logicalId, properties }: Change): DeployedSchedule {
  const { ScheduleExpression: minutes, Target } = schedule.parse(properties);
  const { Arn, Input } = Target;
  return { name: titleOf(logicalId), functionName: functionNameOf(Arn), input: JSON.parse(Input), minutes };
}

function routeOf({ properties }: Change, integrations: readonly Change[]): DeployedRoute {
  const { RouteKey, AuthorizationType, Target } = route.parse(properties);
  const target = only(
    Target,
    integrations.filter(({ physicalId }) => Target === `integrations/${physicalId}`),
  );
  const functionName = functionNameOf(integration.parse(target.properties).IntegrationUri);
  return { key: RouteKey, authorization: AuthorizationType, functionName };
}

/** Of a name or an ARN. */
export const functionNameOf = (text: string): string =>
  /(?::function:)?([^:/]+)(?:\/invocations|:\$LATEST)?$/.exec(text)?.[1] ?? text;

/** A logical id without the digits that make it unique. */
export const titleOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
