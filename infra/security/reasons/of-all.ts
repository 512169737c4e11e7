import type { Reason } from '../reasons.ts';

/** What several roles may. */
export const reasonsOfAll: readonly Reason[] = [
  {
    holder: /FunctionRole$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'writes its own log, and no other',
  },
  {
    holder: /(FunctionRole|TaskRole)$/,
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    why: 'with a key of the owner: DynamoDB, Kinesis and S3 use it in the name of whoever reads and writes there',
  },
];
