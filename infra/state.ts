import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Addresses } from './addresses.ts';
import { Archive } from './archive.ts';
import type { StationConfig } from './config.ts';
import { tagForCosts } from './monitoring/cost-guards.ts';
import { removalPolicies } from './removal.ts';
import { Stream } from './stream.ts';
import { Table } from './table.ts';

export interface StationStateProps {
  config: StationConfig;
  /** In place of the one that the configuration names. */
  encryptionKey?: IKey;
}

/** What would be missed: what the station knows, what is on its way there, and the addresses that routers have. */
export class StationState extends Construct {
  /** Null: AWS keeps the keys. */
  readonly key: IKey | null;
  readonly table: Table;
  readonly stream: Stream;
  readonly archive: Archive;
  /** Null: the station is private, or the addresses are the owner's. */
  readonly addresses: Addresses | null;

  constructor(scope: Construct, id: string, { config, encryptionKey }: StationStateProps) {
    super(scope, id);
    this.key = encryptionKey ?? this.keyOf(config);
    const { key } = this;
    this.table = new Table(this, 'Table', { ...config, key });
    this.stream = new Stream(this, 'Stream', { ...config, key });
    this.archive = new Archive(this, 'Archive', { ...config, key });
    const { exposure } = config;
    const ours = exposure.kind === 'public' && exposure.allocationIds === null;
    this.addresses = ours ? new Addresses(this, 'Addresses', config) : null;
    tagForCosts(this, config);
  }

  private keyOf({ encryption, removal }: StationConfig): IKey | null {
    if (encryption.kind === 'aws') return null;
    if (encryption.kind === 'key') return Key.fromKeyArn(this, 'Key', encryption.arn);
    return new Key(this, 'Key', {
      description: 'Table, stream and archive of a BMP station',
      enableKeyRotation: true,
      removalPolicy: removalPolicies[removal],
    });
  }
}
