import * as z from 'zod';
import { canaryRouterId } from '#model/canary.ts';
import type { CheckerConfig } from './config.ts';
import { communityText, type Nonce } from './nonce.ts';
import { signedFetch } from './signed-fetch.ts';

/** Longer than the speaker may run. */
const speakerTimeout = 30_000;
const apiTimeout = 10_000;

const rows = z.object({ data: z.array(z.unknown()) });

/**
 * Has the speaker play the router, and waits for its end.
 * @throws Error that says what it met
 */
export async function callSpeaker({ speakerUrl, region, credentials }: CheckerConfig, nonce: Nonce): Promise<void> {
  const response = await signedFetch(
    { credentials, region, service: 'lambda' },
    {
      method: 'POST',
      url: new URL(speakerUrl),
      body: JSON.stringify({ nonce }),
      signal: AbortSignal.timeout(speakerTimeout),
    },
  );
  const answer = await response.text();
  if (!response.ok) throw new Error(`Lambda answered ${response.status}: ${answer.slice(0, 300)}`);
  if (response.headers.has('x-amz-function-error')) throw new Error(answer.slice(0, 300));
}

/** @throws Error where the API does not answer as it should; that it knows no such router yet is an answer */
export async function isShown({ apiUrl, region, credentials }: CheckerConfig, nonce: Nonce): Promise<boolean> {
  const url = new URL(`${apiUrl}/v1/rib/ipv4-unicast/routes`);
  // Not `+` for a space, as URLSearchParams has it: there is none.
  url.search = new URLSearchParams({ router: canaryRouterId, community: communityText(nonce) }).toString();
  const response = await signedFetch(
    { credentials, region, service: 'execute-api' },
    { method: 'GET', url, signal: AbortSignal.timeout(apiTimeout) },
  );
  const answer = await response.text();
  if (response.status === 404) return false;
  if (!response.ok) throw new Error(`answered ${response.status}: ${answer.slice(0, 300)}`);
  return rows.parse(JSON.parse(answer)).data.length > 0;
}
