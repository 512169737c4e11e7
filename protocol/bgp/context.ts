/** What the two OPENs of a session settled about the form of its UPDATEs. */
export interface BgpContext {
  /** Width of AS numbers in AS_PATH and AGGREGATOR, RFC 6793. */
  fourOctetAs: boolean;
  /** Whether NLRI of the family carry a path identifier, RFC 7911. */
  addPath(afi: number, safi: number): boolean;
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

/** Four-octet AS numbers and no path identifiers. */
export const plainContext: BgpContext = { fourOctetAs: true, addPath: () => false };
