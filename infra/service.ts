import { Annotations } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Api } from './api.ts';
import { Canary, hasCanary, warnOfMissingCanary } from './canary.ts';
import { Collector } from './collector.ts';
import { Compact } from './compact.ts';
import type { StationConfig } from './config.ts';
import { Correlate } from './correlate.ts';
import { BundledFunction } from './function.ts';
import { Ingest } from './ingest.ts';
import { LoadBalancer } from './load-balancer.ts';
import { tagForCosts } from './monitoring/cost-guards.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { StationMetrics } from './monitoring/station-metrics.ts';
import { Network } from './network.ts';
import { Publish } from './publish.ts';
import type { StationState } from './state.ts';
import { Sweep } from './sweep.ts';

export interface StationServiceProps {
  config: StationConfig;
  state: StationState;
  /** In place of the VPC that the configuration describes. */
  existingVpc?: IVpc;
}

/** All of a station that could be made again without a loss. */
export class StationService extends Construct {
  readonly network: Network;
  readonly loadBalancer: LoadBalancer;
  readonly collector: Collector;
  /** Null: headless. */
  readonly api: Api | null;
  readonly eventBusName: string;

  constructor(scope: Construct, id: string, props: StationServiceProps) {
    super(scope, id);
    const { config, state } = props;
    const { stream, table, archive } = state;
    this.network = new Network(this, 'Network', { ...config, ...ifGiven(props.existingVpc) });
    const { network } = this;
    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      ...config,
      network,
      allocationIds: allocationIdsOf(props),
    });
    const { loadBalancer } = this;
    this.collector = new Collector(this, 'Collector', { config, network, stream, table, archive, loadBalancer });
    const { eventSourceMappingId } = new Ingest(this, 'Ingest', { ...config, stream, table, archive });
    new Compact(this, 'Compact', { ...config, table });
    new Sweep(this, 'Sweep', { ...config, stream, table });
    new Correlate(this, 'Correlate', { ...config, table });
    const { busName } = new Publish(this, 'Publish', { ...config, table });
    this.eventBusName = busName;
    this.api = config.api === null ? null : new Api(this, 'Api', { ...config, api: config.api, table, archive });
    if (config.exposure.kind === 'public' && config.tls === null) warnOfPlainText(this);
    this.watch(props, eventSourceMappingId);
  }

  private watch({ config, state }: StationServiceProps, eventSourceMappingId: string): void {
    const { api, network, loadBalancer, collector } = this;
    const canary = hasCanary(config);
    if (canary && api !== null) new Canary(this, 'Canary', { ...config, network, loadBalancer, api });
    else if (config.operations.canary) warnOfMissingCanary(this);
    const metrics = new StationMetrics(config.name);
    const functions = this.node.findAll().filter((construct) => construct instanceof BundledFunction);
    for (const handler of functions) handler.addEnvironment('METRICS_NAMESPACE', metrics.namespace);
    const watched = {
      metrics,
      leastCollectors: config.capacity.collectors.least,
      collectors: collector.service,
      stream: state.stream.stream,
      tableName: state.table.tableName,
      functions: new Map(functions.map((handler) => [handler.bundle, handler])),
      eventSourceMappingId,
      apiStage: api?.stage ?? null,
      hasCanary: canary,
    };
    new Monitoring(this, 'Monitoring', { ...config, watched });
    tagForCosts(this, config);
  }
}

const ifGiven = (existingVpc: IVpc | undefined) => (existingVpc === undefined ? {} : { existingVpc });

function allocationIdsOf({ config: { exposure }, state }: StationServiceProps): readonly string[] | null {
  if (exposure.kind === 'private') return null;
  return exposure.allocationIds ?? state.addresses?.allocationIds ?? null;
}

function warnOfPlainText(scope: Construct): void {
  Annotations.of(scope).addWarningV2(
    'bmpaas:plainText',
    'The station is public without TLS: what routers say can be read, and forged, on the way. Where routers can, set tls.',
  );
}
