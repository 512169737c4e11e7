import type { Reason } from '../reasons.ts';

/** What watches the station may. */
export const reasonsOfOperations: readonly Reason[] = [
  {
    holder: /^Service\/Canary\/(Checker|Speaker)Role$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'writes its own log, and no other',
  },
  {
    holder: /^Service\/Canary\/CheckerRole$/,
    actions: ['lambda:InvokeFunction'],
    why: 'has the speaker play its router',
  },
  {
    holder: /^Service\/Canary\/CheckerRole$/,
    actions: ['execute-api:Invoke'],
    why: 'looks for the route of its router in the API',
    wide: 'paths below `/v1/`, of this API alone, to read',
  },
  {
    holder: /^Service\/Canary\/SpeakerRole$/,
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:UnassignPrivateIpAddresses',
    ],
    why: 'Lambda gives the speaker an address in the subnets of the station',
    wide: 'the ids of the interfaces are not known before',
  },
  {
    holder: /^Service\/Canary\/SpeakerRole$/,
    actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
    why: 'Lambda looks for the interfaces that it made',
    wide: 'AWS knows no resource for it; it tells, and changes nothing',
  },
  {
    holder: /^Service\/Monitoring\/AlarmTopic\/Topic$/,
    actions: ['sns:Publish'],
    why: 'alarms send there',
  },
  {
    holder: /^Service\/Monitoring\/AlarmTopic\/Topic$/,
    actions: ['sns:Publish'],
    effect: 'Deny',
    why: 'refuses whatever does not come by TLS',
  },
  {
    holder: /^Service\/Monitoring\/AlarmTopic\/Key$/,
    actions: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKey*'],
    why: 'alarms encrypt what they send to the topic',
    wide: 'in a key policy `*` is the key itself, and these are all forms of a data key',
  },
  {
    holder: /^Service\/Monitoring\/AlarmTopic\/Key$/,
    actions: ['kms:*'],
    why: 'the account decides by IAM who may use the key; without this nobody could, or delete it',
    wide: 'the usual key policy: it gives nobody anything without IAM',
  },
];
