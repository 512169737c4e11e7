import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#model/sha256.ts';
import { CliError, exitCodes, UsageError } from './exit-code.ts';

type Headers = Record<string, string>;
type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export interface SignableRequest {
  method: string;
  url: URL;
  headers: Headers;
  body?: string;
}

/** The headers with what proves who asks. */
export type SignRequest = (request: SignableRequest, at?: Date) => Promise<Headers>;

/** Host of an API Gateway stage: `ID.execute-api.REGION.amazonaws.com`. */
const gatewayHost = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/;

/** Signs as the named profile, or as whom the environment says. */
export function signerOf(url: URL, profile: string | undefined, environmentRegion: string | undefined): SignRequest {
  const region = gatewayHost.exec(url.hostname)?.[1] ?? environmentRegion;
  if (region === undefined) throw new UsageError(`AWS_REGION is not set, and ${url.hostname} does not name a region`);
  const sign = requestSigner(defaultProvider(profile === undefined ? {} : { profile }), region, 'execute-api');
  return async (request, at) => {
    try {
      return await sign(request, at);
    } catch (error) {
      throw new CliError(
        `no AWS credentials: ${error instanceof Error ? error.message : error}`,
        exitCodes.unauthorized,
      );
    }
  };
}

/** AWS Signature Version 4. */
export function requestSigner(credentials: Credentials, region: string, service: string): SignRequest {
  const signature = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  return async ({ method, url, headers, body }, at = new Date()) => {
    const request = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    };
    const { host: _, ...signed } = (await signature.sign(request, { signingDate: at })).headers;
    return signed;
  };
}
