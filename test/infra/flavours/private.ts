import { defineEnvironment } from '#infra/environment.ts';

/** All that a private station can have. */
export default defineEnvironment({
  exposure: {
    kind: 'private',
    sourceCidrs: ['10.20.0.0/16', '10.30.0.0/16'],
    endpointService: { allowedPrincipals: ['arn:aws:iam::111122223333:root'] },
  },
  proxyProtocol: true,
  tls: { kind: 'collector', secretArn: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:bmp-AbCdEf' },
  capacity: { stream: 'on-demand', ingestParallelization: 2, reservedConcurrency: { ingest: 20, api: 50 } },
  routers: { admission: 'known', known: ['nj01emd'], active: [{ address: '10.20.0.9', port: 1790 }] },
  encryption: { kind: 'new-key' },
  operations: {
    alarmEmail: 'noc@example.net',
    budget: { monthlyUsd: 500, email: 'noc@example.net' },
    costAnomaly: true,
  },
  tags: { team: 'network' },
  permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
});
