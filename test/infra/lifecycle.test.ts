import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import privateFlavour from './flavours/private.ts';
import publicFlavour from './flavours/public.ts';
import { StationTemplate } from './station-template.ts';

/**
 * What an upgrade must never replace, and of each the properties whose change would do so (as CloudFormation documents them):
 * what holds state, and what others have the address or name of.
 */
const replacing: Record<string, readonly string[]> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes', 'ImportSourceSpecification'],
  'AWS::Kinesis::Stream': ['Name'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::EC2::EIP': ['Domain', 'Address', 'NetworkBorderGroup', 'PublicIpv4Pool'],
  'AWS::EC2::VPC': ['CidrBlock', 'Ipv4IpamPoolId'],
  'AWS::EC2::Subnet': ['CidrBlock', 'AvailabilityZone', 'VpcId'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name', 'Scheme', 'Type', 'SubnetMappings'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::Events::EventBus': ['Name'],
};

const file = join(import.meta.dirname, 'never-replaced.json');

const recorded = z
  .record(z.string(), z.record(z.string(), z.looseObject({ resource: z.string() })))
  .parse(JSON.parse(readFileSync(file, 'utf8')));

/** Their key encrypts what passes through. */
const isOfAlarms = (id: string): boolean => id.startsWith('ServiceMonitoring');

function neverReplaced(template: StationTemplate): Record<string, unknown> {
  const entries = Object.entries(replacing).flatMap(([resource, names]) =>
    Object.entries(template.resources(resource))
      .filter(([id]) => !isOfAlarms(id))
      .map(([id, { Properties }]): [string, unknown] => [
        id,
        {
          resource,
          ...Object.fromEntries(names.flatMap((name) => (name in Properties ? [[name, Properties[name]]] : []))),
        },
      ]),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const flavours = {
  default: new StationTemplate(),
  private: new StationTemplate(privateFlavour),
  public: new StationTemplate(publicFlavour),
};

test.each(Object.entries(flavours))(
  'an upgrade of a %s station replaces nothing that holds state or is known to others',
  (name, template) => {
    // Not a snapshot: who changes it by hand has read what a change of it means.
    expect(neverReplaced(template), 'whoever has deployed would lose data or addresses').toEqual(recorded[name]);
  },
);

const later = {
  'a longer retention': new StationTemplate({ retention: { ribHours: 72, streamHours: 48 } }),
  'more and larger collectors': new StationTemplate({
    capacity: { collectors: { least: 3, most: 9, cpu: 1024, memoryMiB: 4096 } },
  }),
  'a stream on demand': new StationTemplate({ capacity: { stream: 'on-demand' } }),
  'a key of its own': new StationTemplate({ encryption: { kind: 'new-key' } }),
  tokens: new StationTemplate({ api: { jwt: { issuer: 'https://idp.example.net', audience: ['bmpaas'] } } }),
  'no canary': new StationTemplate({ retention: { logDays: 90 }, operations: { canary: false } }),
};

test.each(Object.entries(later))('%s can be had later', (_, template) => {
  expect(neverReplaced(template)).toMatchObject(recorded.default ?? {});
});
