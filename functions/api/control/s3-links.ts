import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#model/sha256.ts';
import type { CaptureLinks } from './capture-links.ts';

export interface S3LinksProps {
  bucket: string;
  /** Before all names, with its slash at the end. */
  prefix: string;
  region: string;
  credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials'];
}

const validSeconds = 300;

/** Addresses of objects that carry the signature in them: who has one needs no more for some minutes. */
export class S3Links implements CaptureLinks {
  readonly #props: S3LinksProps;
  readonly #signature: SignatureV4;

  constructor(props: S3LinksProps) {
    const { region, credentials } = props;
    this.#props = props;
    // S3 takes paths as they are. Names of captures have nothing to escape.
    const form = { sha256: Sha256, uriEscapePath: false, applyChecksum: false };
    this.#signature = new SignatureV4({ service: 's3', region, credentials, ...form });
  }

  async linkTo(name: string, now: number): Promise<{ url: string; expiresAt: number }> {
    const { bucket, prefix, region } = this.#props;
    const hostname = `${bucket}.s3.${region}.amazonaws.com`;
    const path = `/${prefix}${name}`;
    const headers = { host: hostname, 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    const request = { method: 'GET', protocol: 'https:', hostname, path, query: {}, headers };
    const at = { signingDate: new Date(now), expiresIn: validSeconds, unsignableHeaders: new Set<string>() };
    const { query = {} } = await this.#signature.presign(request, at);
    const pairs = Object.entries(query).map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('='));
    return { url: `https://${hostname}${path}?${pairs.join('&')}`, expiresAt: now + validSeconds * 1000 };
  }
}
