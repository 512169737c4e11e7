import { normaliseSysName } from '#model/identity.ts';
import { NotAdmitted } from '../not-admitted.ts';
import type { AccessConfig } from './config.ts';

/** Names as they are written, and as ids of routers are. */
export const knownRoutersOf = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.flatMap((name) => [name, normaliseSysName(name)]));

export interface IdentifiedRouter {
  routerId: string;
  sysName: string | null;
  certificateName: string | null;
}

/** By its id or its name. One with a certificate has its name from there: what it calls itself does not count. */
function isKnown(known: ReadonlySet<string>, { routerId, sysName, certificateName }: IdentifiedRouter): boolean {
  return known.has(routerId) || known.has(certificateName ?? normaliseSysName(sysName));
}

/** Whether there is a list of known routers that lacks this one. Throws NotAdmitted where only those on it may stay. */
export function isUnlisted(
  { knownRouters, routerAdmission }: Pick<AccessConfig, 'knownRouters' | 'routerAdmission'>,
  router: IdentifiedRouter,
): boolean {
  if (knownRouters === null || isKnown(knownRouters, router)) return false;
  if (routerAdmission === 'known') throw new NotAdmitted({ reason: 'not-listed', detail: router.routerId });
  return true;
}
