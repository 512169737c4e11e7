import { Stack } from 'aws-cdk-lib';
import { type ISubnet, type IVpc, type SubnetConfiguration, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { Bmpaas } from '#infra/bmpaas.ts';
import type { StationSettings } from '#infra/config.ts';
import existingVpc from './flavours/existing-vpc.ts';
import privateFlavour from './flavours/private.ts';
import publicFlavour from './flavours/public.ts';
import { StationTemplate, unbundledApp } from './station-template.ts';

const station = new StationTemplate();
const withAll = new StationTemplate(privateFlavour);
const onInternet = new StationTemplate(publicFlavour);
const inExisting = new StationTemplate(existingVpc);

const waysOut = ['InternetGateway', 'NatGateway', 'EIP', 'EgressOnlyInternetGateway'];
const isEndpoint = (kind: string) => ({ VpcEndpointType: kind });

/** Every ingress rule, inside groups and beside them. */
const ingressOf = (template: StationTemplate): unknown[] => [
  ...Object.values(template.resources('AWS::EC2::SecurityGroup')).flatMap(
    ({ Properties }) => Properties.SecurityGroupIngress ?? [],
  ),
  ...Object.values(template.resources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties),
];

describe('a VPC of its own', () => {
  test('has no way to or from the Internet', () => {
    for (const type of waysOut) expect(station.resources(`AWS::EC2::${type}`)).toEqual({});
    station.service.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  test('has two zones', () => {
    expect(Object.values(station.resources('AWS::EC2::Subnet')).map(({ Properties }) => Properties.CidrBlock)).toEqual([
      '10.119.0.0/26',
      '10.119.0.64/26',
    ]);
  });

  test('reaches AWS by endpoints: free gateways for table and layers, interfaces for the rest', () => {
    expect(Object.keys(station.matching('AWS::EC2::VPCEndpoint', isEndpoint('Gateway')))).toHaveLength(2);
    const services = JSON.stringify(Object.values(station.matching('AWS::EC2::VPCEndpoint', isEndpoint('Interface'))));
    expect(services.match(/\.(?:kinesis-streams|logs|ecr\.\w+)(?=")/g)).toEqual([
      '.kinesis-streams',
      '.logs',
      '.ecr.api',
      '.ecr.dkr',
    ]);
  });

  test('has an endpoint for the secret where the collector ends TLS', () => {
    const names = JSON.stringify(Object.values(withAll.resources('AWS::EC2::VPCEndpoint')));
    expect(names).toContain('.secretsmanager"');
    expect(JSON.stringify(Object.values(station.resources('AWS::EC2::VPCEndpoint')))).not.toContain('secretsmanager');
  });

  test('of a public station has public subnets beside, and the collectors are not in them', () => {
    const subnets = Object.values(onInternet.resources('AWS::EC2::Subnet')).map(({ Properties }) => Properties);
    expect(subnets.map(({ CidrBlock }) => CidrBlock)).toEqual([
      '10.119.0.0/26',
      '10.119.0.64/26',
      '10.119.0.128/26',
      '10.119.0.192/26',
    ]);
    expect(onInternet.resources('AWS::EC2::NatGateway')).toEqual({});
    const { Properties } = onInternet.only('AWS::ECS::Service');
    const isolated = Object.keys(onInternet.resources('AWS::EC2::Subnet')).filter((id) => id.includes('Station'));
    expect(Properties.NetworkConfiguration).toEqual({
      AwsvpcConfiguration: expect.objectContaining({
        AssignPublicIp: 'DISABLED',
        Subnets: isolated.map((Ref) => ({ Ref })),
      }),
    });
  });
});

describe('a VPC of the owner', () => {
  test('is taken as it is', () => {
    for (const type of ['VPC', 'Subnet', 'RouteTable', ...waysOut]) {
      expect(inExisting.resources(`AWS::EC2::${type}`)).toEqual({});
    }
  });

  test('gets endpoints where the owner wants them', () => {
    expect(Object.keys(inExisting.resources('AWS::EC2::VPCEndpoint'))).toHaveLength(6);
    const { vpc } = existingVpc;
    if (vpc?.kind !== 'existing') throw new Error('the flavour has an existing VPC');
    const present = new StationTemplate({ ...existingVpc, vpc: { ...vpc, endpoints: 'present' } });
    expect(present.resources('AWS::EC2::VPCEndpoint')).toEqual({});
  });

  test('of a public station gives collectors addresses where it has no other way', () => {
    const { vpc } = existingVpc;
    if (vpc?.kind !== 'existing') throw new Error('the flavour has an existing VPC');
    const exposure = { kind: 'public' as const, sourceCidrs: ['203.0.113.0/24'] };
    const { Properties } = new StationTemplate({ vpc: { ...vpc, endpoints: 'present' }, exposure }).only(
      'AWS::ECS::Service',
    );
    expect(Properties.NetworkConfiguration).toMatchObject({ AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } });
  });
});

describe('a VPC of the app that embeds the construct', () => {
  const subnetsOf = (subnetConfiguration: SubnetConfiguration[], settings: StationSettings) => {
    const stack = new Stack(unbundledApp(), 'Edge', { env: { account: '111122223333', region: 'us-east-1' } });
    const availabilityZones = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
    const existingVpc = new Vpc(stack, 'Vpc', { availabilityZones, natGateways: 1, subnetConfiguration }) as IVpc;
    const { network } = new Bmpaas(stack, 'Bmp', { ...settings, existingVpc }).service;
    const zonesOf = (subnets: readonly ISubnet[]) => subnets.map(({ availabilityZone }) => availabilityZone);
    return { balancer: zonesOf(network.balancerSubnets), collector: zonesOf(network.collectorSubnets), network };
  };
  const isPublic = { exposure: { kind: 'public' as const, sourceCidrs: ['203.0.113.0/24'] } };
  const tiers = [
    { name: 'Edge', subnetType: SubnetType.PUBLIC },
    { name: 'Front', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    { name: 'Back', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
  ];

  test('is stood in with one subnet in each of two zones, however many tiers and zones it has', () => {
    const { balancer, collector } = subnetsOf(tiers, {});
    expect({ balancer, collector }).toEqual({
      balancer: ['us-east-1a', 'us-east-1b'],
      collector: ['us-east-1a', 'us-east-1b'],
    });
  });

  test('has the load balancer alone in its public subnets', () => {
    const { balancer, collector, network } = subnetsOf(tiers, isPublic);
    expect({ balancer, collector }).toEqual({
      balancer: ['us-east-1a', 'us-east-1b'],
      collector: ['us-east-1a', 'us-east-1b'],
    });
    const ids = (subnets: readonly ISubnet[]) => subnets.map(({ node }) => node.id);
    expect(ids(network.balancerSubnets)).toEqual(['EdgeSubnet1', 'EdgeSubnet2']);
    expect(ids(network.collectorSubnets)).toEqual(['FrontSubnet1', 'FrontSubnet2']);
  });

  test('that has no private subnets is refused', () => {
    const onlyPublic = [{ name: 'Edge', subnetType: SubnetType.PUBLIC }];
    expect(() => subnetsOf(onlyPublic, isPublic)).toThrow();
  });
});

describe('security groups', () => {
  test.each([
    ['private', station],
    ['public', onInternet],
    ['private with all', withAll],
    ['existing VPC', inExisting],
  ])('of a %s station are not open to the world', (_, template) => {
    expect(JSON.stringify(ingressOf(template))).not.toMatch(/0\.0\.0\.0\/0|::\/0/);
  });

  test('let only the named prefixes to the load balancer, and only to its ports', () => {
    const [group] = Object.values(
      withAll.matching('AWS::EC2::SecurityGroup', { GroupDescription: 'Routers to the BMP station' }),
    );
    expect(group?.Properties.SecurityGroupIngress).toMatchObject([
      { CidrIp: '10.20.0.0/16', FromPort: 11019, ToPort: 11019, IpProtocol: 'tcp' },
      { CidrIp: '10.20.0.0/16', FromPort: 11443, ToPort: 11443, IpProtocol: 'tcp' },
      { CidrIp: '10.30.0.0/16', FromPort: 11019, ToPort: 11019, IpProtocol: 'tcp' },
      { CidrIp: '10.30.0.0/16', FromPort: 11443, ToPort: 11443, IpProtocol: 'tcp' },
    ]);
  });

  test('let routers to no other port than that of TLS where the owner wants it so, and the canary still to the other', () => {
    const tls = {
      kind: 'collector',
      secretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:bmp-AbCdEf',
      only: true,
    } as const;
    const onlyTls = new StationTemplate({ tls });
    const [group] = Object.values(
      onlyTls.matching('AWS::EC2::SecurityGroup', { GroupDescription: 'Routers to the BMP station' }),
    );
    expect(group?.Properties.SecurityGroupIngress).toMatchObject([
      { FromPort: 11443 },
      { FromPort: 11443 },
      { FromPort: 11443 },
    ]);
    const beside = onlyTls.matching('AWS::EC2::SecurityGroupIngress', { FromPort: 11019 });
    expect(Object.keys(beside).some((id) => id.includes('Canary'))).toBe(true);
  });

  test('let collectors out to HTTPS and to the routers that wait for them', () => {
    const [group] = Object.values(withAll.matching('AWS::EC2::SecurityGroup', { GroupDescription: 'BMP collectors' }));
    expect(group?.Properties.SecurityGroupEgress).toMatchObject([
      { CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 },
      { CidrIp: '10.20.0.9/32', FromPort: 1790, ToPort: 1790 },
    ]);
  });
});
