import { defineEnvironment } from '#infra/environment.ts';

/** A station on the Internet, with the API at a name of its own and for tokens, too. */
export default defineEnvironment({
  exposure: { kind: 'public', sourceCidrs: ['203.0.113.0/24'] },
  tls: { kind: 'listener', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
  api: {
    jwt: { issuer: 'https://idp.example.net', audience: ['bmpaas'] },
    anonymousHealth: true,
    corsOrigins: ['https://noc.example.net'],
    domain: {
      name: 'bmp.example.net',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/2',
      hostedZone: { id: 'Z0123456789ABCDEFGHIJ', name: 'example.net' },
    },
  },
  operations: { alarmTopicArn: 'arn:aws:sns:us-east-1:111122223333:noc' },
});
