import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import existingVpc from './flavours/existing-vpc.ts';
import privateFlavour from './flavours/private.ts';
import publicFlavour from './flavours/public.ts';
import { type Resource, StationTemplate } from './station-template.ts';

const station = new StationTemplate();
const withAll = new StationTemplate(privateFlavour);
const onInternet = new StationTemplate(publicFlavour);
const inExisting = new StationTemplate(existingVpc);

const attributes = z.array(z.object({ Key: z.string(), Value: z.string() }));

const attributesOf = (resource: Resource | undefined, list: string): Record<string, string> =>
  Object.fromEntries(attributes.parse(resource?.Properties[list]).map(({ Key, Value }) => [Key, Value]));

const balancer = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const listener = 'AWS::ElasticLoadBalancingV2::Listener';
const targetGroup = 'AWS::ElasticLoadBalancingV2::TargetGroup';

const listening = (template: StationTemplate, port: number): Resource => {
  const [found, ...more] = Object.values(template.matching(listener, { Port: port }));
  if (found === undefined || more.length > 0) throw new Error(`not one listener on ${port}`);
  return found;
};

describe('the load balancer', () => {
  test('is internal unless the station is public', () => {
    expect(station.only(balancer).Properties).toMatchObject({ Scheme: 'internal', Type: 'network' });
    expect(onInternet.only(balancer).Properties).toMatchObject({ Scheme: 'internet-facing', Type: 'network' });
  });

  test('has the eleventh address of each subnet in a VPC of its own', () => {
    expect(station.only(balancer).Properties.SubnetMappings).toMatchObject([
      { PrivateIPv4Address: '10.119.0.10' },
      { PrivateIPv4Address: '10.119.0.74' },
    ]);
  });

  test('has the addresses that the owner names in a VPC of theirs', () => {
    expect(inExisting.only(balancer).Properties.SubnetMappings).toEqual([
      { SubnetId: 'subnet-0123456789abcdef0', PrivateIPv4Address: '10.1.0.20' },
      { SubnetId: 'subnet-0123456789abcdef1', PrivateIPv4Address: '10.1.1.20' },
    ]);
  });

  test('of a public station has elastic addresses that belong to the state and stay', () => {
    const addresses = onInternet.state.findResources('AWS::EC2::EIP');
    expect(Object.values(addresses)).toMatchObject([
      { DeletionPolicy: 'Retain', Properties: { Domain: 'vpc' } },
      { DeletionPolicy: 'Retain', Properties: { Domain: 'vpc' } },
    ]);
    const mappings = onInternet.only(balancer).Properties.SubnetMappings;
    for (const id of Object.keys(addresses)) expect(JSON.stringify(mappings)).toContain(`${id}AllocationId`);
  });

  test('or those of the owner', () => {
    const allocationIds = ['eipalloc-0a', 'eipalloc-0b'];
    const given = new StationTemplate({ exposure: { kind: 'public', sourceCidrs: ['203.0.113.0/24'], allocationIds } });
    expect(given.resources('AWS::EC2::EIP')).toEqual({});
    expect(given.only(balancer).Properties.SubnetMappings).toMatchObject(
      allocationIds.map((AllocationId) => ({ AllocationId })),
    );
  });

  test('serves both zones from either, and is protected', () => {
    const found = attributesOf(station.only(balancer), 'LoadBalancerAttributes');
    expect(found).toMatchObject({ 'load_balancing.cross_zone.enabled': 'true', 'deletion_protection.enabled': 'true' });
  });
});

describe('listeners', () => {
  test('BMP is TCP on 11019, and an idle session outlives the default time-out of 350 s', () => {
    expect(listening(station, 11019).Properties.Protocol).toBe('TCP');
    expect(attributesOf(listening(station, 11019), 'ListenerAttributes')).toEqual({
      'tcp.idle_timeout.seconds': '6000',
    });
    expect(Object.keys(station.resources(listener))).toHaveLength(1);
  });

  test('other ports are possible', () => {
    expect(listening(new StationTemplate({ ports: { bmp: 1790 } }), 1790).Properties.Protocol).toBe('TCP');
  });

  test('TLS that the collector ends passes through', () => {
    expect(listening(withAll, 11443).Properties.Protocol).toBe('TCP');
    expect(attributesOf(listening(withAll, 11443), 'ListenerAttributes')).toEqual({
      'tcp.idle_timeout.seconds': '6000',
    });
    expect(Object.values(withAll.resources(targetGroup)).map(({ Properties }) => Properties.Port)).toEqual([
      11019, 11443,
    ]);
  });

  test('TLS that the load balancer ends has the certificate, and an idle time-out that cannot be set', () => {
    const { Properties } = listening(onInternet, 11443);
    expect(Properties).toMatchObject({
      Protocol: 'TLS',
      Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' }],
      SslPolicy: expect.stringContaining('TLS13-1-2'),
    });
    expect(Properties).not.toHaveProperty('ListenerAttributes');
    expect(Properties.DefaultActions).toEqual(listening(onInternet, 11019).Properties.DefaultActions);
  });

  test('each listener has targets, and the service is in all of them', () => {
    for (const template of [station, withAll, onInternet, inExisting]) {
      const groups = Object.keys(template.resources(targetGroup));
      const served = JSON.stringify(template.only('AWS::ECS::Service').Properties.LoadBalancers);
      for (const group of groups) expect(served).toContain(group);
    }
  });
});

describe('targets', () => {
  const targets = Object.values(station.resources(targetGroup))[0];

  test('see routers by their own address', () => {
    expect(attributesOf(targets, 'TargetGroupAttributes')).toMatchObject({
      'preserve_client_ip.enabled': 'true',
      'proxy_protocol_v2.enabled': 'false',
    });
  });

  test('or are told it by PROXY protocol, and then see the load balancer', () => {
    for (const group of Object.values(withAll.resources(targetGroup))) {
      expect(attributesOf(group, 'TargetGroupAttributes')).toMatchObject({
        'preserve_client_ip.enabled': 'false',
        'proxy_protocol_v2.enabled': 'true',
      });
    }
  });

  test('that leave close their sessions themselves, dead ones have them reset', () => {
    expect(attributesOf(targets, 'TargetGroupAttributes')).toMatchObject({
      'deregistration_delay.timeout_seconds': '10',
      'deregistration_delay.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
    });
  });

  test('are well where /healthz on 11020 says so', () => {
    expect(targets?.Properties).toMatchObject({
      HealthCheckPort: '11020',
      HealthCheckPath: '/healthz',
      HealthCheckProtocol: 'HTTP',
    });
  });
});

describe('PrivateLink', () => {
  test('is offered to named principals, each of whose endpoints has to be accepted', () => {
    expect(withAll.only('AWS::EC2::VPCEndpointService').Properties).toMatchObject({
      AcceptanceRequired: true,
      NetworkLoadBalancerArns: [{ Ref: Object.keys(withAll.resources(balancer))[0] }],
    });
    expect(withAll.only('AWS::EC2::VPCEndpointServicePermissions').Properties).toMatchObject({
      AllowedPrincipals: ['arn:aws:iam::111122223333:root'],
    });
  });

  test('is not there otherwise', () => {
    expect(station.resources('AWS::EC2::VPCEndpointService')).toEqual({});
  });
});
