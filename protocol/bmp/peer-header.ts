/** Which RIB a Route Monitoring message speaks of (RFC 7854 §4.2, RFC 8671 §4, RFC 9069 §4). */
export type View = 'adj-rib-in-pre' | 'adj-rib-in-post' | 'loc-rib' | 'adj-rib-out-pre' | 'adj-rib-out-post';

/** Peer Type, RFC 7854 §4.2 and RFC 9069 §4.1; unassigned numbers keep their number. */
export type PeerTypeName = 'global' | 'rd' | 'local' | 'loc-rib' | `type-${number}`;
