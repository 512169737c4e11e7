import { expect, test } from 'vitest';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { defaultPolicy } from '#functions/compact/due.ts';
import { lines } from '#infra/cost/bill.ts';
import { coveredTypes } from '#infra/cost/covered.ts';
import { constants } from '#infra/cost/station-constants.ts';
import { synthesised } from '../synthesised.ts';

type Resource = { Type: string; Properties?: Record<string, unknown> };

const resourcesOf = (flavour: string): Resource[] =>
  synthesised(flavour).templates.flatMap(({ Resources }) => Object.values(Resources) as Resource[]);

const ofType = (resources: readonly Resource[], type: string): Resource[] =>
  resources.filter(({ Type }) => Type === type);

/** Between them these have all that there can be. */
const all = { private: resourcesOf('private'), public: resourcesOf('public') };

test('every type of resource that a station can have is in the bill, or free, and says why', () => {
  const types = new Set(Object.values(all).flatMap((resources) => resources.map(({ Type }) => Type)));
  expect([...types].filter((type) => coveredTypes[type] === undefined)).toEqual([]);
});

test('each line that a type is said to be in is there', () => {
  const named = Object.values(coveredTypes).flatMap((covered) => ('line' in covered ? [covered.line] : []));
  const known = lines.map(({ what }) => what);
  expect(named.filter((line) => !known.includes(line))).toEqual([]);
});

test('alarms, dashboards and endpoints are as many as the bill has', () => {
  const station = all.private;
  expect(ofType(station, 'AWS::CloudWatch::Alarm')).toHaveLength(constants.alarms);
  expect(ofType(station, 'AWS::CloudWatch::Dashboard')).toHaveLength(constants.dashboards);
  const endpoints = ofType(station, 'AWS::EC2::VPCEndpoint').filter(
    ({ Properties }) => Properties?.VpcEndpointType === 'Interface',
  );
  // That of the secret comes with TLS that the collector ends.
  expect(endpoints.length).toBe(constants.interfaceEndpoints + 1);
  for (const { Properties } of endpoints) expect(Properties?.SubnetIds).toHaveLength(constants.zones);
  expect(ofType(all.public, 'AWS::EC2::EIP')).toHaveLength(constants.zones);
});

test('every function is in the bill, with its memory', () => {
  const sizes = ofType(all.private, 'AWS::Lambda::Function').map(({ Properties }) => Number(Properties?.MemorySize));
  const { canary, ...others } = constants.memory;
  const billed = [...Object.values(others), canary, canary];
  expect(sizes.toSorted((a, b) => a - b)).toEqual(billed.toSorted((a, b) => a - b));
});

test('what the bill assumes of the code is what the code says', () => {
  const hour = 3_600_000;
  expect(defaultPolicy).toMatchObject({
    longestWait: constants.mergeHours * hour,
    shareOfBase: constants.mergeShare,
    leastLog: constants.mergeLeastOctets,
  });
  const collector = collectorConfigFromEnvironment({ STREAM_NAME: 's', TABLE_NAME: 't' });
  expect(collector.heartbeatSeconds).toBe(3600 / constants.heartbeatsAnHour);
  const mappings = ofType(all.private, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
  expect(mappings).toContainEqual(
    expect.objectContaining({ BatchSize: 100, MaximumBatchingWindowInSeconds: constants.batchSeconds }),
  );
});
