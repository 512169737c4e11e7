import { UsageError } from './exit-code.ts';
import type { SignRequest } from './request-signature.ts';

/** How a request shows who asks. */
export interface Authorization {
  /** null: it does not. */
  sign: SignRequest | null;
  /** Ends the sentence that says why it was refused: `the request …`. */
  tried: string;
}

export interface Credentials {
  /** Of `--profile` and `--token`. */
  profile: string | undefined;
  token: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * A token where one was given, by option or BMPAAS_TOKEN; a signature as the profile that was named, and of the environment's
 * credentials for every other station that is reached by https, for none of those answers everyone; nothing on this machine.
 * @throws UsageError
 */
export async function authorizationOf(base: URL, { profile, token, env }: Credentials): Promise<Authorization> {
  if (profile !== undefined && token !== undefined) throw new UsageError('--profile or --token, not both');
  if (token !== undefined) return bearer(base, token, '--token');
  if (profile === undefined && env.BMPAAS_TOKEN) return bearer(base, env.BMPAAS_TOKEN, 'BMPAAS_TOKEN');
  if (profile === undefined && (base.protocol !== 'https:' || isThisMachine(base))) return unknown;
  // The AWS packages take longer to load than a local answer takes, so only who signs loads them.
  const { signerOf } = await import('./request-signature.ts');
  const whose = profile === undefined ? 'with the AWS credentials of the environment' : `as the AWS profile ${profile}`;
  return { sign: signerOf(base, profile, env.AWS_REGION), tried: `was signed (SigV4) ${whose}` };
}

const unknown: Authorization = { sign: null, tried: 'had neither signature nor token (--profile, --token)' };

/** RFC 6750. Anything else would end in an error that shows it. */
const tokenForm = /^[A-Za-z0-9._~+/-]+=*$/;

function bearer(base: URL, token: string, from: string): Authorization {
  if (!tokenForm.test(token)) throw new UsageError(`${from} is not a bearer token`);
  if (base.protocol !== 'https:' && !isThisMachine(base)) {
    throw new UsageError(`a token is sent by https, or to this machine, and not to ${base.origin}`);
  }
  return {
    sign: async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` }),
    tried: `carried the token of ${from}; a station takes tokens at its ApiTokenUrl`,
  };
}

const isThisMachine = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
