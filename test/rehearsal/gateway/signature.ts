import type { IncomingMessage } from 'node:http';
import { requestSigner } from '#cli/request-signature.ts';
import { credentials, region } from '../account.ts';

const authorizationForm = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/[^,]+, SignedHeaders=([^,]+), Signature=[0-9a-f]{64}$/;

/** Whether a request is signed (AWS Signature Version 4) with the one secret that all keys of the rehearsal's account have. */
export async function isSigned(request: IncomingMessage, url: URL, body: string): Promise<boolean> {
  const { authorization = '' } = request.headers;
  const [, keyId, signedHeaders = ''] = authorizationForm.exec(authorization) ?? [];
  if (keyId === undefined) return false;
  const at = dateOf(String(request.headers['x-amz-date']));
  const sign = requestSigner({ ...credentials, accessKeyId: keyId }, region, 'execute-api');
  const signed = await sign(
    { method: request.method ?? 'GET', url, headers: chosen(request, signedHeaders), body },
    at,
  );
  return signed.authorization === authorization;
}

/** The signer adds `host` and `x-amz-*` itself. */
function chosen(request: IncomingMessage, names: string): Record<string, string> {
  const others = names.split(';').filter((name) => name !== 'host' && !name.startsWith('x-amz-'));
  return Object.fromEntries(others.map((name) => [name, String(request.headers[name])]));
}

/** `20150830T123600Z`. */
const dateOf = (text: string): Date =>
  new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
