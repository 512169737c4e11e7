/** What the two OPENs of a session settled about the form of its UPDATEs. */
export interface BgpContext {
  /** Width of AS numbers in AS_PATH and AGGREGATOR, RFC 6793; in BMP what the A flag says of it. */
  fourOctetAs: boolean;
  /** What the capabilities of the OPENs say of that width; null where no OPENs were seen. */
  fourOctetAsNegotiated: boolean | null;
  /** Whether NLRI of the family carry a path identifier, RFC 7911. */
  addPath(afi: number, safi: number): boolean;
  /** Whether labeled NLRI of the family may carry more than one label, RFC 8277 §2.1; null where no OPENs were seen. */
  multipleLabels(afi: number, safi: number): boolean | null;
  /** Octets that a message may have, header included, RFC 8654 §3. */
  maximumMessageLength: number;
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

/** RFC 4271 §4, and with the capability of RFC 8654 §3. */
export const messageLengths = { plain: 4096, extended: 65535 } as const;

/** Four-octet AS numbers, no path identifiers, one label, messages of any length. */
export const plainContext: BgpContext = {
  fourOctetAs: true,
  fourOctetAsNegotiated: null,
  addPath: () => false,
  multipleLabels: () => false,
  maximumMessageLength: messageLengths.extended,
};

/** Adds a note unless the same words are there: one message may have the same fault in thousands of routes. */
export function noteOnce(issues: Issue[], reason: string, offset: number, code: number | null = null): void {
  if (issues.some((issue) => issue.reason === reason)) return;
  issues.push({ code, reason, outcome: 'note', offset });
}
