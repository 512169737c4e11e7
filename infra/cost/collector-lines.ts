import { amount, type Line, million } from './line.ts';
import { measured } from './measured.ts';
import { gigabyte, hours } from './usage.ts';

const onDemand = 'on-demand';
const shardsOf = (count: number): string => `${count} ${count === 1 ? 'shard' : 'shards'}`;

export const collectorLines: readonly Line[] = [
  {
    what: 'Collectors',
    usd: ({ size, prices }) =>
      size.collectors * hours * (size.collectorCpu * prices.fargateVcpuHour + size.collectorGb * prices.fargateGbHour),
    basis: ({ size }) =>
      `${size.collectors} on Fargate arm64, ${size.collectorCpu} vCPU and ${size.collectorGb} GB each`,
  },
  {
    what: 'Image',
    usd: ({ prices }) => measured.imageGb * prices.imageGb,
    basis: () => `${measured.imageGb} GB in the registry`,
  },
  {
    what: 'Stream',
    usd: ({ size, usage, prices }) => {
      if (size.stream !== onDemand)
        return size.stream * hours * prices.shardHour + (usage.payloadUnits / million) * prices.payloadUnits;
      // Each record counts as whole kilobytes: half of one more.
      const gigabytes = (usage.streamOctets + usage.records * 512) / gigabyte;
      return hours * prices.onDemandStreamHour + gigabytes * (prices.onDemandStreamGbIn + prices.onDemandStreamGbOut);
    },
    basis: ({ size, usage }) =>
      `${size.stream === onDemand ? onDemand : shardsOf(size.stream)}, ${amount(usage.records)} records, ${amount(usage.streamOctets / gigabyte)} GB`,
  },
];
