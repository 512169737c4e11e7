import { Aws, CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { StationConfig } from './config.ts';
import type { StationService } from './service.ts';
import type { StationState } from './state.ts';

/** What whoever deployed needs next: what to tell routers, and how to ask. */
export function outputStation(
  scope: Construct,
  config: StationConfig,
  state: StationState,
  service: StationService,
): void {
  const { loadBalancer, network, api } = service;
  const addresses = state.addresses?.addresses ?? loadBalancer.addresses;
  const station = addresses[0] ?? loadBalancer.dnsName;
  const port = config.tls?.only === true ? config.ports.tls : config.ports.bmp;
  output(scope, {
    BmpStation: [`${loadBalancer.dnsName}:${port}`, 'What routers connect to, by name'],
    BmpAddresses: [addresses.length > 0 ? addresses.join(' ') : loadBalancer.dnsName, 'and by address, one a zone'],
    RouterConfig: [
      `npx bmpaas router-config --vendor frr --station ${station}:${port}`,
      'Prints what a router has to be told; junos, iosxr, iosxe, eos, sros, gobgp, bird and vrp likewise',
    ],
    VpcId: [network.vpc.vpcId, 'To be attached to the network of the routers'],
    EventBusName: [service.eventBusName, 'Events of the station, as CloudEvents'],
    ...(loadBalancer.endpointServiceName !== null && {
      EndpointServiceName: [loadBalancer.endpointServiceName, 'PrivateLink service for routers in VPCs of others'],
    }),
    ...(api !== null && {
      ApiUrl: [api.url, 'HTTP API, for callers that sign with SigV4'],
      ApiReaderPolicy: [api.policies.reader.managedPolicyArn, 'IAM policy for callers: reads'],
      ApiOperatorPolicy: [api.policies.operator.managedPolicyArn, 'and acts on elements and routers'],
      ApiAdministratorPolicy: [api.policies.administrator.managedPolicyArn, 'and writes the rules'],
      ...(api.tokenUrl !== null && { ApiTokenUrl: [api.tokenUrl, 'The same, for callers with a token'] }),
      ...(api.domain !== null && { ApiDomainTarget: [api.domain.target, 'What the domain of the API is an alias of'] }),
      CliProfile: [environmentFor(api), 'Tells the command line where to ask: then npx bmpaas element list'],
    }),
  });
}

/** The address of a gateway names its region, a domain does not. */
const environmentFor = ({ url, domain }: Api): string =>
  `export BMPAAS_URL=${url}${domain === null ? '' : ` AWS_REGION=${Aws.REGION}`}`;

/** Names that tools of the account take. */
export function outputState(scope: Construct, { table, stream, archive }: StationState): void {
  output(scope, {
    TableName: [table.tableName, 'State'],
    StreamName: [stream.streamName, 'Records on their way'],
    ArchiveBucket: [archive.bucketName, 'Captures of routers, and batches that could not be ingested'],
  });
}

function output(scope: Construct, values: Record<string, readonly [value: string, description: string]>): void {
  for (const [name, [value, description]] of Object.entries(values)) new CfnOutput(scope, name, { value, description });
}
