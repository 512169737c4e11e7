import { describe, expect, test } from 'vitest';
import { apiConfigFromEnvironment } from '#functions/api/config.ts';
import { compactConfigFromEnvironment } from '#functions/compact/config.ts';
import { addressIn, faultOfSource, parseCidr } from '#infra/cidr.ts';
import { stationConfig } from '#infra/config.ts';
import { blockLease } from '#rib/base/compaction.ts';

describe('source prefixes', () => {
  test.each([
    ['0.0.0.0/0', 'opens the station to the world'],
    ['::/0', 'is IPv6'],
    ['0.0.0.0/1', 'is wider than /8'],
    ['128.0.0.0/1', 'is wider than /8'],
    ['2001:db8::/32', 'is IPv6'],
    ['10.0.0.0/33', 'is not a prefix'],
    ['10.1.2.3/16', 'has host bits set'],
    ['10.1.2.3', 'is not a prefix'],
    ['10.1.0.0/', 'is not a prefix'],
    ['10.1.0.0/16/8', 'is not a prefix'],
    ['my-router', 'is not a prefix'],
    ['', 'is not a prefix'],
  ])('%j is refused: it %s', (cidr, reason) => {
    expect(faultOfSource(cidr)).toContain(reason);
    expect(() => stationConfig({ exposure: { kind: 'private', sourceCidrs: [cidr] } })).toThrow(reason);
  });

  test.each(['10.0.0.0/8', '10.20.0.0/16', '192.0.2.1/32', '203.0.113.128/25'])('%s is taken', (cidr) => {
    expect(faultOfSource(cidr)).toBeNull();
  });

  test('of a public station have to be named', () => {
    expect(() => stationConfig({ exposure: { kind: 'public' } })).toThrow('exposure.sourceCidrs');
    expect(() => stationConfig({ exposure: { kind: 'public', sourceCidrs: [] } })).toThrow('name at least one prefix');
  });

  test('of a private station are private space where none are named', () => {
    expect(stationConfig({}).exposure).toMatchObject({
      kind: 'private',
      sourceCidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    });
  });
});

describe('prefixes', () => {
  test.each([
    ['10.119.0.0/26', 10, '10.119.0.10'],
    ['10.119.0.64/26', 10, '10.119.0.74'],
    ['10.119.255.192/26', 63, '10.119.255.255'],
    ['192.168.0.0/16', 300, '192.168.1.44'],
  ])('in %s the address %i is %s', (cidr, offset, address) => {
    expect(addressIn(cidr, offset)).toBe(address);
  });

  test('an address outside is an error', () => {
    expect(() => addressIn('10.119.0.0/26', 64)).toThrow(RangeError);
  });

  test('host bits are told', () => {
    expect(parseCidr('10.1.0.0/16')).toMatchObject({ length: 16, hasHostBits: false });
    expect(parseCidr('10.1.0.1/16')).toMatchObject({ hasHostBits: true });
  });
});

describe('faults are told by path', () => {
  const subnets = [
    { id: 'subnet-0a', zone: 'us-east-1a', routeTableId: 'rtb-1' },
    { id: 'subnet-0b', zone: 'us-east-1b', routeTableId: 'rtb-1' },
  ];
  const existing = { kind: 'existing', id: 'vpc-0a', cidr: '10.1.0.0/16', subnets } as const;

  test.each([
    ['retention.ribHours', { retention: { ribHours: 169 } }],
    ['retention.ribHours', { retention: { ribHours: 1.5 } }],
    ['retention.streamHours', { retention: { streamHours: 12 } }],
    ['retention.logDays', { retention: { logDays: 31 } }],
    ['capacity.stream', { capacity: { stream: 'plenty' } }],
    ['capacity.compactionLanes', { capacity: { compactionLanes: 65 } }],
    ['capacity.collectors', { capacity: { collectors: { least: 3, most: 2 } } }],
    ['capacity.collectors.cpu', { capacity: { collectors: { cpu: 300 } } }],
    ['capacity.collectors.memoryMiB', { capacity: { collectors: { cpu: 1024, memoryMiB: 1024 } } }],
    ['routers.partitions', { routers: { partitions: { rr1: 17 } } }],
    ['routers.known', { routers: { admission: 'known' } }],
    ['routers.active', { routers: { active: [{ address: 'rr1', port: 11019 }] } }],
    ['vpc.cidr', { vpc: { kind: 'new', cidr: '10.119.0.0/28' } }],
    ['vpc.cidr', { vpc: { kind: 'new', cidr: '10.119.0.1/24' } }],
    ['vpc.subnets', { vpc: { ...existing, subnets: subnets.slice(0, 1) } }],
    ['vpc.subnets', { vpc: { ...existing, subnets: subnets.map((subnet) => ({ ...subnet, zone: 'us-east-1a' })) } }],
    ['exposure.addresses', { exposure: { kind: 'private', addresses: ['10.119.0.10'] } }],
    [
      'exposure.allocationIds',
      { exposure: { kind: 'public', sourceCidrs: ['203.0.113.0/24'], allocationIds: ['eipalloc-0a'] } },
    ],
    ['ports.tls', { ports: { tls: 11019 }, tls: { kind: 'listener', certificateArn: 'arn:aws:acm:x' } }],
    ['protect', { removal: 'destroy' }],
    ['api.corsOrigins', { api: { corsOrigins: ['*'] } }],
    ['api.corsOrigins', { api: { corsOrigins: ['http://noc.example.net'] } }],
    ['api.jwt.issuer', { api: { jwt: { issuer: 'http://idp.example.net', audience: ['bmpaas'] } } }],
    ['operations.alarmEmail', { operations: { alarmEmail: 'noc@example.net', alarmTopicArn: 'arn:aws:sns:x' } }],
    ['encryption', { encryption: { kind: 'key', arn: 'my-key' } }],
    ['timings', { timings: { lostAfter: 'an hour' } }],
    ['retenton', { retenton: { ribHours: 24 } }],
  ])('%s of %j', (path, settings) => {
    expect(() => stationConfig(settings)).toThrow(path);
  });

  test('all at once', () => {
    expect(() => stationConfig({ retention: { ribHours: 0, streamHours: 0 } })).toThrow(
      /retention\.ribHours[\s\S]*retention\.streamHours/,
    );
  });
});

describe('retention', () => {
  const variables = (hours: number) => ({
    TABLE_NAME: 'table',
    LANES: '1',
    MAX_BODY_BYTES: '1024',
    RETENTION_HOURS: String(hours),
  });
  const longest = 168;

  test('is a day, in one lane', () => {
    expect(stationConfig({})).toMatchObject({ retention: { ribHours: 24 }, capacity: { compactionLanes: 1 } });
  });

  test('the longest that the stack takes is the longest that the functions take', () => {
    expect(stationConfig({ retention: { ribHours: longest } }).retention.ribHours).toBe(longest);
    for (const read of [compactConfigFromEnvironment, apiConfigFromEnvironment]) {
      expect(read(variables(longest)).retention).toBe(longest * 3_600_000);
      expect(() => read(variables(longest + 1))).toThrow('RETENTION_HOURS');
    }
  });

  test('ends before a block does', () => {
    expect(longest * 3_600_000).toBeLessThan(blockLease);
  });
});
