import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { apiConfigFromEnvironment } from '#functions/api/config.ts';
import { compactConfigFromEnvironment } from '#functions/compact/config.ts';
import { requireSourceCidr } from '#infra/cidr.ts';
import { parseStationConfig } from '#infra/config.ts';
import { blockLease } from '#rib/base/compaction.ts';
import { stationStack } from './station-template.ts';

describe('source prefixes', () => {
  test.each([
    ['0.0.0.0/0', 'opens the station to the world'],
    ['::/0', 'opens the station to the world'],
    ['0.0.0.0/1', 'is wider than /8'],
    ['128.0.0.0/1', 'is wider than /8'],
    ['2001:db8::/32', 'is IPv6'],
    ['10.0.0.0/33', 'has a length above 32'],
    ['10.1.2.3/16', 'has host bits set'],
    ['10.1.2.3', 'is not a prefix'],
    ['10.1.0.0/', 'is not a prefix'],
    ['10.1.0.0/16/8', 'is not a prefix'],
    ['my-router', 'is not a prefix'],
    ['', 'is not a prefix'],
  ])('%j is refused: it %s', (cidr, reason) => {
    expect(() => requireSourceCidr(cidr)).toThrow(reason);
  });

  test.each(['10.0.0.0/8', '10.20.0.0/16', '192.0.2.1/32', '203.0.113.128/25'])('%s is taken', (cidr) => {
    expect(requireSourceCidr(cidr)).toBe(cidr);
  });

  test('without any the app does not synthesise', () => {
    expect(() => stationStack({ sourceCidrs: undefined })).toThrow('sourceCidrs: required');
  });

  test('the whole Internet among others is refused by the app', () => {
    expect(() => stationStack({ sourceCidrs: '10.0.0.0/8,0.0.0.0/0' })).toThrow(
      '0.0.0.0/0 opens the station to the world',
    );
  });

  test('an empty list is refused', () => {
    expect(() => stationStack({ sourceCidrs: '' })).toThrow('name at least one prefix');
  });

  test('what cdk.json ships with admits nobody, and the synthesis says so', () => {
    const nobody = Match.stringLikeRegexp('192\\.0\\.2\\.0/24 is nobody');
    Annotations.fromStack(stationStack()).hasWarning('*', nobody);
    Annotations.fromStack(stationStack({ sourceCidrs: '10.1.0.0/16' })).hasNoWarning('*', nobody);
  });
});

describe('context', () => {
  test('values of the command line are text and mean the same', () => {
    const config = parseStationConfig({
      sourceCidrs: '10.1.0.0/16, 10.2.0.0/16',
      streamCapacity: '3',
      streamRetentionHours: '48',
      retentionHours: '72',
      compactionLanes: '4',
      collectors: '2',
      routerIds: '{"10.1.0.7": "nj01emd"}',
      routerPartitions: '{"rr1": 8}',
      protect: 'false',
    });
    expect(config).toMatchObject({
      sourceCidrs: ['10.1.0.0/16', '10.2.0.0/16'],
      streamCapacity: 3,
      streamRetentionHours: 48,
      retentionHours: 72,
      compactionLanes: 4,
      collectors: 2,
      routerIds: { '10.1.0.7': 'nj01emd' },
      routerPartitions: { rr1: 8 },
      protect: false,
    });
  });

  test.each([
    ['streamRetentionHours', 12],
    ['streamCapacity', 'plenty'],
    ['retentionHours', 0],
    ['retentionHours', 169],
    ['retentionHours', 1.5],
    ['compactionLanes', 0],
    ['compactionLanes', 65],
    ['collectors', 0],
    ['protect', 'maybe'],
    ['routerIds', '["nj01emd"]'],
    ['routerIds', 'nj01emd'],
    ['routerPartitions', '{"rr1": 0}'],
    ['routerPartitions', { rr1: 17 }],
    ['routerPartitions', '{"rr1": "8"}'],
    ['timings', '{"lostAfter": "an hour"}'],
  ])('%s = %j is refused by name', (key, value) => {
    expect(() => parseStationConfig({ sourceCidrs: ['10.1.0.0/16'], [key]: value })).toThrow(key);
  });
});

describe('retention', () => {
  const sourceCidrs = ['10.1.0.0/16'];
  const variables = (hours: number) => ({ TABLE_NAME: 'table', LANES: '1', RETENTION_HOURS: String(hours) });
  const longest = 168;

  test('is a day, in one lane', () => {
    expect(parseStationConfig({ sourceCidrs })).toMatchObject({ retentionHours: 24, compactionLanes: 1 });
  });

  test('the longest that the stack takes is the longest that the functions take', () => {
    expect(parseStationConfig({ sourceCidrs, retentionHours: longest }).retentionHours).toBe(longest);
    for (const read of [compactConfigFromEnvironment, apiConfigFromEnvironment]) {
      expect(read(variables(longest)).retention).toBe(longest * 3_600_000);
      expect(() => read(variables(longest + 1))).toThrow('RETENTION_HOURS');
    }
  });

  test('ends before a block does', () => {
    expect(longest * 3_600_000).toBeLessThan(blockLease);
  });
});
