import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
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

/** The hash in the form that the signer takes: HMAC when made with a key. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', octetsOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(octetsOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
}

function octetsOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
