const unset = '0.0.0.0';

/** Routers repeat Peer Downs with BGP identifier 0.0.0.0, and dummy OPENs have none; what was known before stays. */
export const knownBgpId = (candidate: string | undefined, otherwise: string | null): string | null =>
  candidate === undefined || candidate === unset || candidate === '' ? otherwise : candidate;
