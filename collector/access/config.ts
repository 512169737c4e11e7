import * as z from 'zod';
import type { HoldDown } from '#model/hold-down.ts';
import { jsonVariable } from '../json-variable.ts';
import { isPrefix } from './address-list.ts';
import { knownRoutersOf } from './known-routers.ts';
import type { TlsIdentity } from './tls-acceptor.ts';

/** Who may connect, and as whom. */
export interface AccessConfig {
  /** Prefixes that routers connect from; null: from everywhere. */
  sourceCidrs: readonly string[] | null;
  /** Prefixes of proxies: each of their connections has to begin with a PROXY header of version 2, and no other may. */
  trustedProxies: readonly string[];
  /** `known`: only routers that are listed. */
  routerAdmission: 'open' | 'known';
  /** Ids and names of routers; null: no list is given. */
  knownRouters: ReadonlySet<string> | null;
  /** Null: a router may come as often as it likes. */
  holdDown: HoldDown | null;
  /** Null: no TLS. */
  tls: (TlsIdentity & { port: number }) | null;
}

const prefixes = jsonVariable(
  z.array(z.string().refine(isPrefix, 'is no prefix, such as 10.0.0.0/8 or 2001:db8::/32')),
);
const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, 'is no PEM text');

const holdDown = jsonVariable(
  z.strictObject({
    flaps: z.int().min(1).max(100),
    periodSeconds: z.number().min(1).max(86_400),
    holdDownSeconds: z.number().min(1).max(86_400),
  }),
);

export const accessVariables = {
  SOURCE_CIDRS: prefixes.optional(),
  TRUSTED_PROXIES: prefixes.default([]),
  ROUTER_ADMISSION: z.enum(['open', 'known']).default('open'),
  KNOWN_ROUTERS: jsonVariable(z.array(z.string().min(1).max(200))).optional(),
  HOLD_DOWN: holdDown.optional(),
  TLS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  TLS_CERTIFICATE: pem.optional(),
  TLS_PRIVATE_KEY: pem.optional(),
  TLS_CLIENT_CA: pem.optional(),
};

type Values = z.output<z.ZodObject<typeof accessVariables>>;

/** Throws an error that names what is missing. */
export function accessConfigOf(values: Values): AccessConfig {
  if (values.ROUTER_ADMISSION === 'known' && values.KNOWN_ROUTERS === undefined)
    throw new Error('environment: ROUTER_ADMISSION is known, and there is no KNOWN_ROUTERS');
  return {
    sourceCidrs: values.SOURCE_CIDRS ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    routerAdmission: values.ROUTER_ADMISSION,
    knownRouters: values.KNOWN_ROUTERS === undefined ? null : knownRoutersOf(values.KNOWN_ROUTERS),
    holdDown: values.HOLD_DOWN ?? null,
    tls: tlsOf(values),
  };
}

function tlsOf(values: Values): AccessConfig['tls'] {
  const { TLS_PORT: port, TLS_CERTIFICATE: certificate, TLS_PRIVATE_KEY: privateKey, TLS_CLIENT_CA: clientCa } = values;
  if (port === undefined) return null;
  if (certificate === undefined || privateKey === undefined || clientCa === undefined)
    throw new Error('environment: TLS_PORT needs TLS_CERTIFICATE, TLS_PRIVATE_KEY and TLS_CLIENT_CA');
  return { port, certificate, privateKey, clientCa };
}
