import { defineEnvironment } from '#infra/environment.ts';

/** A station in subnets of its owner, where endpoints are still to be made. */
export default defineEnvironment({
  vpc: {
    kind: 'existing',
    id: 'vpc-0123456789abcdef0',
    cidr: '10.1.0.0/16',
    subnets: [
      { id: 'subnet-0123456789abcdef0', zone: 'us-east-1a', routeTableId: 'rtb-0123456789abcdef0' },
      { id: 'subnet-0123456789abcdef1', zone: 'us-east-1b', routeTableId: 'rtb-0123456789abcdef1' },
    ],
    endpoints: 'create',
  },
  exposure: { kind: 'private', addresses: ['10.1.0.20', '10.1.1.20'] },
  encryption: { kind: 'key', arn: 'arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012' },
});
