import type { Reason } from '../reasons.ts';

/** Whom resources let in by policies of their own. */
export const reasonsOfResources: readonly Reason[] = [
  {
    holder: /^Service\/Api\/Function$/,
    actions: ['lambda:InvokeFunction'],
    why: 'the gateway hands requests to the function: by the routes of this API, which have authorizers',
    wide: 'methods of the path, in the one stage',
  },
  {
    holder: /^State\/Archive\/Bucket$/,
    actions: ['s3:*'],
    effect: 'Deny',
    why: 'refuses whatever does not come by TLS',
    wide: 'a refusal, and so the wider the better',
  },
  {
    holder: /^State\/Key$/,
    actions: ['kms:*'],
    why: 'the account decides by IAM who may use the key; without this nobody could, or delete it',
    wide: 'the usual key policy: it gives nobody anything without IAM',
  },
];
