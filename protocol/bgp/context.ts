/** What the two OPENs of a session settled about the form of its UPDATEs. */
export interface BgpContext {
  /** Width of AS numbers in AS_PATH and AGGREGATOR, RFC 6793. */
  fourOctetAs: boolean;
  /** Whether NLRI of the family carry a path identifier, RFC 7911. */
  addPath(afi: number, safi: number): boolean;
  /** Whether labeled NLRI of the family may carry more than one label, RFC 8277 §2.1. */
  multipleLabels(afi: number, safi: number): boolean;
}

/** Something wrong in a message that was decoded all the same, and what became of it (RFC 7606 §2). */
export interface Issue {
  /** Attribute type code, null where it is none's. */
  code: number | null;
  reason: string;
  /** `withdraw`: the announced routes were moved to the withdrawn; `discard`: the attribute was dropped; `note`: nothing was lost. */
  outcome: 'discard' | 'withdraw' | 'note';
  /** Absolute offset in the stream. */
  offset: number;
}

/** A session's context together with the list where decoders put what they had to overlook. */
export interface DecodeContext {
  session: BgpContext;
  issues: Issue[];
}

/** Of one field of NLRI. */
export interface NlriContext extends DecodeContext {
  /** The field withdraws: labels in it mean nothing (RFC 8277 §2.4). */
  withdrawn: boolean;
}

/** Four-octet AS numbers, no path identifiers, one label. */
export const plainContext: BgpContext = { fourOctetAs: true, addPath: () => false, multipleLabels: () => false };
