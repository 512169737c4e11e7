import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { applyToAll } from './applied-to-all.ts';
import { type StationConfig, type StationSettings, stationConfig } from './config.ts';
import { StationService } from './service.ts';
import { StationState } from './state.ts';

/** The settings of a station, and what of the embedding app takes the place of some. */
export interface BmpaasProps extends StationSettings {
  /** A VPC of the app, in place of `vpc`: collectors stand in its private subnets, and reach AWS by its ways. */
  existingVpc?: IVpc;
  /** A key of the app, in place of `encryption`. */
  encryptionKey?: IKey;
}

/**
 * A whole BMP station in a stack of yours: what it knows and what works on it. Who wants to take the two down apart, takes
 * `StationState` and `StationService` in stacks of their own.
 *
 * @throws Error that names each setting that is wrong.
 */
export class Bmpaas extends Construct {
  readonly config: StationConfig;
  readonly state: StationState;
  readonly service: StationService;

  constructor(scope: Construct, id: string, { existingVpc, encryptionKey, ...settings }: BmpaasProps = {}) {
    super(scope, id);
    this.config = stationConfig(settings);
    const { config } = this;
    this.state = new StationState(this, 'State', { config, ...(encryptionKey !== undefined && { encryptionKey }) });
    this.service = new StationService(this, 'Service', {
      config,
      state: this.state,
      ...(existingVpc !== undefined && { existingVpc }),
    });
    applyToAll(this, config);
  }
}
