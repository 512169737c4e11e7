import type { BilledLine } from './bill.ts';
import { billOf } from './bill.ts';
import { measured } from './measured.ts';
import { prices } from './prices.ts';
import type { Size } from './size.ts';
import { constants } from './station-constants.ts';
import { hours } from './usage.ts';

export interface Remainder {
  what: string;
  /** US dollars a month. */
  usd: number;
  /** How it goes for good. */
  ends: string;
}

/** What is there, and billed, after `cdk destroy` of a station with `removal: retain`: what it knows, and addresses that routers have. */
export function remainsOf(size: Size): Remainder[] {
  const price = prices[size.region];
  const stored = billOf(size).lines.find(({ what }) => what === 'Table, stored') ?? nothing;
  const tableShare = price.tableGb / (price.tableGb + price.recoveryGb);
  const remains: Remainder[] = [
    {
      what: 'Table',
      usd: (stored.floor + stored.load) * tableShare,
      ends: 'less every day, as what has a lease expires; all of it with aws dynamodb delete-table',
    },
    {
      what: 'Point-in-time recovery of the table',
      usd: (stored.floor + stored.load) * (1 - tableShare),
      ends: 'with the table, of which AWS keeps a backup for 35 days, at no charge',
    },
    { what: 'Stream', usd: streamUsd(size), ends: 'aws kinesis delete-stream: nothing in it is needed after a day' },
    {
      what: 'Archive',
      usd: measured.archiveGb * price.objectGb,
      ends: 'by itself with the last capture (14 days) and failure (90 days); the bucket with aws s3 rb --force',
    },
    ...(size.exposure === 'public'
      ? [
          {
            what: 'Public addresses',
            usd: constants.zones * hours * price.publicAddressHour,
            ends: 'aws ec2 release-address: routers that have them in their configuration will not get them back',
          },
        ]
      : []),
    ...(size.ownKey
      ? [{ what: 'Key', usd: price.key, ends: 'aws kms schedule-key-deletion, once nothing is left that it encrypts' }]
      : []),
  ];
  return remains;
}

const nothing: BilledLine = { what: '', floor: 0, load: 0, basis: '' };

const streamUsd = ({ stream, region }: Size): number =>
  hours * (stream === 'on-demand' ? prices[region].onDemandStreamHour : stream * prices[region].shardHour);
