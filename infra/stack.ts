import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { documentationCidr } from './cidr.ts';
import { Collector, collectorPorts } from './collector.ts';
import { Compact } from './compact.ts';
import type { StationConfig } from './config.ts';
import { Correlate } from './correlate.ts';
import { Ingest } from './ingest.ts';
import { LoadBalancer } from './load-balancer.ts';
import { Network } from './network.ts';
import { Publish } from './publish.ts';
import { Stream } from './stream.ts';
import { Sweep } from './sweep.ts';
import { Table } from './table.ts';

export interface StationStackProps {
  config: StationConfig;
}

/** One BMP station. It names no account or region, and so synthesises without asking AWS anything. */
export class StationStack extends Stack {
  constructor(scope: Construct, id: string, { config }: StationStackProps) {
    super(scope, id, { description: 'BMP station: routers in, service chains and RIB state out' });
    if (config.sourceCidrs.includes(documentationCidr)) {
      Annotations.of(this).addWarningV2(
        'bmpaas:sourceCidrs',
        `${documentationCidr} is nobody: set sourceCidrs to admit your routers.`,
      );
    }
    const { vpc } = new Network(this, 'Network', { cidr: config.vpcCidr });
    const stream = new Stream(this, 'Stream', config);
    const table = new Table(this, 'Table', config);
    const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      ...config,
      vpc,
      bmpPort: collectorPorts.bmp,
      healthPort: collectorPorts.health,
      healthPath: '/healthz',
    });
    new Collector(this, 'Collector', { ...config, vpc, stream, table, loadBalancer });
    const { failures } = new Ingest(this, 'Ingest', { ...config, stream, table });
    new Compact(this, 'Compact', { ...config, table });
    new Sweep(this, 'Sweep', { ...config, stream, table });
    new Correlate(this, 'Correlate', { ...config, table });
    const { busName } = new Publish(this, 'Publish', { ...config, table });
    const { url } = new Api(this, 'Api', { ...config, table });
    this.output({
      BmpStation: `${loadBalancer.dnsName}:${collectorPorts.bmp}`,
      ApiUrl: url,
      VpcId: vpc.vpcId,
      TableName: table.tableName,
      StreamName: stream.streamName,
      IngestFailuresUrl: failures.queueUrl,
      EventBusName: busName,
    });
  }

  private output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
