/**
 * List prices in US dollars, without free tiers but where a line names one, discounts or tax.
 *
 * As of 2026-11. Looked up, us-east-1: Fargate arm64 (vantage.sh, "AWS Fargate Pricing Explained"); DynamoDB on demand after the cut of
 * November 2024 (airbyte.com, "Amazon DynamoDB Pricing"); Network Load Balancer, per NLCU (aws.amazon.com/elasticloadbalancing/pricing, as
 * transcribed on 2026-09-20). All others, and those of eu-central-1, are from memory of the same pages of AWS, and were not looked up:
 * compare them with aws.amazon.com/SERVICE/pricing before you put your name to a sum.
 */
export interface Prices {
  /** An hour. */
  balancerHour: number;
  balancerCapacityUnitHour: number;
  fargateVcpuHour: number;
  fargateGbHour: number;
  /** An hour and zone. */
  endpointHour: number;
  endpointGb: number;
  publicAddressHour: number;
  /** Between zones, each way. */
  zoneTransferGb: number;
  shardHour: number;
  /** Of 25 KB, a million. */
  payloadUnits: number;
  onDemandStreamHour: number;
  onDemandStreamGbIn: number;
  onDemandStreamGbOut: number;
  /** A million. */
  lambdaRequests: number;
  lambdaGbSecond: number;
  /** A million. */
  writeUnits: number;
  readUnits: number;
  /** A month, as are all of storage. */
  tableGb: number;
  recoveryGb: number;
  objectGb: number;
  imageGb: number;
  logGbIn: number;
  logGb: number;
  metric: number;
  alarm: number;
  dashboard: number;
  /** A million. */
  httpRequests: number;
  busEvents: number;
  scheduledCalls: number;
  key: number;
  /** A million. */
  keyRequests: number;
  secret: number;
}

const usEast1: Prices = {
  balancerHour: 0.0225,
  balancerCapacityUnitHour: 0.006,
  fargateVcpuHour: 0.03238,
  fargateGbHour: 0.00356,
  endpointHour: 0.01,
  endpointGb: 0.01,
  publicAddressHour: 0.005,
  zoneTransferGb: 0.01,
  shardHour: 0.015,
  payloadUnits: 0.014,
  onDemandStreamHour: 0.04,
  onDemandStreamGbIn: 0.08,
  onDemandStreamGbOut: 0.04,
  lambdaRequests: 0.2,
  lambdaGbSecond: 0.0000133334,
  writeUnits: 0.625,
  readUnits: 0.125,
  tableGb: 0.25,
  recoveryGb: 0.2,
  objectGb: 0.023,
  imageGb: 0.1,
  logGbIn: 0.5,
  logGb: 0.03,
  metric: 0.3,
  alarm: 0.1,
  dashboard: 3,
  httpRequests: 1,
  busEvents: 1,
  scheduledCalls: 1,
  key: 1,
  keyRequests: 3,
  secret: 0.4,
};

export const prices = {
  'us-east-1': usEast1,
  'eu-central-1': {
    ...usEast1,
    balancerHour: 0.027,
    fargateVcpuHour: 0.03725,
    fargateGbHour: 0.00409,
    endpointHour: 0.012,
    shardHour: 0.018,
    payloadUnits: 0.0175,
    onDemandStreamHour: 0.048,
    onDemandStreamGbIn: 0.096,
    onDemandStreamGbOut: 0.048,
    writeUnits: 0.7625,
    readUnits: 0.1525,
    tableGb: 0.306,
    recoveryGb: 0.2448,
    objectGb: 0.0245,
    logGbIn: 0.63,
    logGb: 0.0324,
    httpRequests: 1.2,
  },
} as const satisfies Record<string, Prices>;

export type Region = keyof typeof prices;

export const pricesAsOf = '2026-11';
