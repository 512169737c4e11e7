import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#model/sha256.ts';
import type { Credentials } from './config.ts';

export interface SigningScope {
  credentials: Credentials;
  region: string;
  /** `lambda`, `execute-api`. */
  service: string;
}

export interface SignedRequest {
  method: 'GET' | 'POST';
  url: URL;
  body?: string;
  signal: AbortSignal;
}

/** `fetch`, with AWS Signature Version 4. */
export async function signedFetch({ credentials, region, service }: SigningScope, request: SignedRequest) {
  const { method, url, body, signal } = request;
  const signature = new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    applyChecksum: service !== 'execute-api',
  });
  const { host: _, ...headers } = (
    await signature.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host },
      ...(body !== undefined && { body }),
    })
  ).headers;
  return fetch(url, { method, headers, signal, ...(body !== undefined && { body }) });
}
