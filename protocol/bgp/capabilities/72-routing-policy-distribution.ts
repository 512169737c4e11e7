import { familiesCapability } from './families-capability.ts';
import { sendReceiveEntry } from './send-receive.ts';

/** draft-ietf-idr-rpd-04 §4. */
export const routingPolicyDistribution = familiesCapability({
  code: 72,
  name: 'routing-policy-distribution',
  reference: 'draft-ietf-idr-rpd',
  ...sendReceiveEntry,
});
