import {
  bgpIdWouldTell,
  type Claimant,
  certificateIdentity,
  type Identity,
  isSameRouter,
  isUncertified,
  mappedIdentity,
  plainIdentity,
  qualifiedIdentity,
} from '#model/identity.ts';
import { isBeating } from '#model/liveness.ts';
import type { ClaimState } from '#model/state.ts';

export interface Identification extends Identity {
  /** The claim on the router id as it was read. */
  seen: ClaimState | null;
}

export interface IdentificationProps {
  mapping: ReadonlyMap<string, string>;
  readClaim: (routerId: string) => Promise<ClaimState | null>;
  now: () => number;
  /** False once it makes no sense to wait for the BGP identifier any longer. */
  mayWait: boolean;
}

/** Who the claimant is; null when only its BGP identifier can tell, and that may still come. */
export async function identify(claimant: Claimant, props: IdentificationProps): Promise<Identification | null> {
  const { mapping, readClaim, mayWait } = props;
  const withClaim = async (identity: Identity): Promise<Identification> => ({
    ...identity,
    seen: await readClaim(identity.routerId),
  });
  const isLive = (claim: ClaimState | null): claim is ClaimState =>
    claim?.open === true && isBeating(claim, props.now());
  const { certificateName } = claimant;
  if (certificateName !== null) return withClaim(certificateIdentity(mapping, certificateName));
  const mapped = mappedIdentity(mapping, claimant);
  if (mapped !== null) {
    const found = await withClaim(mapped);
    if (!isLive(found.seen) || !isUncertified(claimant, found.seen)) return found;
    return claimant.bgpId === null && mayWait ? null : withClaim(qualifiedIdentity(claimant));
  }
  const plain = plainIdentity(claimant.sysName);
  if (plain === null) {
    return claimant.bgpId === null && mayWait ? null : withClaim(qualifiedIdentity(claimant));
  }
  const { seen } = await withClaim(plain);
  if (!isLive(seen)) return { ...plain, seen };
  if (bgpIdWouldTell(claimant, seen) && mayWait) return null;
  return isSameRouter(claimant, seen) ? { ...plain, seen } : withClaim(qualifiedIdentity(claimant));
}
