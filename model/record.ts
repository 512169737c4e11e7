import type { AsPathSegment, RawAttribute } from '#protocol/bgp/attributes/values.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { PathStatus } from '#protocol/bmp/path-marking.ts';
import type { PeerTypeName, View } from '#protocol/bmp/peer-header.ts';
import type { IdentityKind } from './identity.ts';
import type { PartitionKey } from './partition.ts';

/** One record of the stream: a router's events of up to about a second, in order. Wire form: record.proto. */
export interface StreamRecord {
  /** Key of the router's partition. */
  routerId: PartitionKey;
  /** Strictly increasing over all connections of this router. */
  session: number;
  /** `seq` of the first and the last event; a record always holds at least one. */
  firstSeq: number;
  lastSeq: number;
  collectorId: string;
  /** Interned: events refer to these by index. */
  peers: PeerReference[];
  feeds: FeedReference[];
  attributeSets: AttributeSet[];
  events: StreamEvent[];
}

/** Who a per-peer header speaks of. Identity is type, distinguisher and address; never the flags. */
export interface PeerReference {
  type: PeerTypeName;
  /** Text form of the route distinguisher, `0:0` when zero. */
  distinguisher: string;
  address: string;
  asn: number;
  bgpId: string;
}

export interface FeedReference {
  /** Index into `peers`. */
  peer: number;
  view: View;
  afi: number;
  safi: number;
  /** VRF/Table Name that Route Monitoring of BMP version 4 gave; no part of the feed's identity. */
  table?: string;
}

/** Type and octets of what no field is for. */
export interface Tlv {
  type: number;
  value: Uint8Array;
}

/** Path attributes of one or many routes; a next hop belongs to the set, whichever attribute carried it. */
export interface AttributeSet {
  origin: 'igp' | 'egp' | 'incomplete' | null;
  asPath: AsPathSegment[] | null;
  nextHop: string | null;
  linkLocalNextHop: string | null;
  med: number | null;
  localPref: number | null;
  atomicAggregate: boolean;
  aggregator: { asn: number; address: string } | null;
  communities: number[];
  /** 8 octets each. */
  extendedCommunities: Uint8Array[];
  largeCommunities: [number, number, number][];
  originatorId: string | null;
  clusterList: string[];
  /** All other attributes, as received; decoded where they are shown. */
  other: RawAttribute[];
  /** No attribute, but what the router says that it made of the path; BMP version 4 only. */
  pathStatus: PathStatus | null;
  /** Octets that were left out where the set was stored, as it was too large; 0 as a rule. */
  cut: number;
}

interface EventBase {
  /** Order within the session, from 1, without gaps. */
  seq: number;
  /** When the collector read it, milliseconds since 1970: data to show and to pace waiting, never to order by. */
  receivedAt: number;
}

export interface OpenSummary {
  asn: number;
  bgpId: string;
  holdTime: number;
  /** `code:value-hex` of each capability, in order. */
  capabilities: { code: number; value: Uint8Array }[];
}

export type StreamEvent = EventBase &
  (
    | {
        kind: 'session-open';
        /** Remote address of the TCP connection. */
        source: string;
        sourcePort: number;
        sysName: string | null;
        sysDescr: string | null;
        /** String TLVs (type 0) of the Initiation. */
        information: string[];
        bgpId: string | null;
        /** Over how many partitions the router's peers are spread. */
        partitions: number;
        /** How the router id was found; all but `mapped`, `sys-name` and `certificate` are findings. */
        identity: IdentityKind;
        /** In whose name its certificate was issued; null without TLS. */
        certificateName: string | null;
        /** There is a list of known routers, and it is not on it. */
        unlisted: boolean;
      }
    | { kind: 'session-lost'; reason: string; terminationReason: number | null }
    | {
        kind: 'heartbeat';
        counters: SessionCounters;
        /** `receivedAt` of the session's newest Peer Up, in whatever partition. */
        lastPeerUpAt: number | null;
      }
    /**
     * What the sweep concludes from silence, in records of its own with `seq` 0: the session's connection has been gone
     * for longer than the grace (`session-stale`) or the hold (`session-expired`). It had seen the session up to `afterSeq`:
     * what was said behind that takes the conclusion back, also where this arrives once more after it.
     */
    | { kind: 'session-stale'; reason: string; afterSeq: number }
    | { kind: 'session-expired'; reason: string; afterSeq: number }
    /** The sweep's word, too: there is a version of the rules that the router's state is not derived by. */
    | { kind: 'rules-changed'; version: number }
    /** The collector's word, with `seq` 0, too: it turns the router away until then, as it comes and goes too often. */
    | { kind: 'held-down'; reason: string; until: number }
    | { kind: 'initiation'; sysName: string | null; sysDescr: string | null; information: string[] }
    | {
        kind: 'peer-up';
        peer: number;
        /** Time of the per-peer header, milliseconds since 1970; 0 when the router gave none. */
        routerTime: number;
        localAddress: string;
        localPort: number;
        remotePort: number;
        sentOpen: OpenSummary | null;
        receivedOpen: OpenSummary | null;
        /** String TLVs, e.g. the neighbour's description. */
        information: string[];
        /** VRF/Table Name TLV (type 3). */
        table: string | null;
        /** All other TLVs. */
        tlvs: Tlv[];
      }
    | {
        kind: 'peer-down';
        peer: number;
        routerTime: number;
        reason: number;
        notification: { code: number; subcode: number; data: Uint8Array } | null;
        fsmEventCode: number | null;
        tlvs: Tlv[];
        /** Octets that the reason gives no meaning to, or that could not be read. */
        data: Uint8Array;
      }
    | {
        kind: 'statistics';
        peer: number;
        counters: { type: number; afi: number; safi: number; value: bigint }[];
        /** Statistics of a length that is not their type's, or of an enterprise. */
        unread: Tlv[];
      }
    | { kind: 'end-of-rib'; feed: number }
    | {
        kind: 'announce';
        feed: number;
        routerTime: number;
        /** Index into `attributeSets`. */
        attributeSet: number;
        routes: Nlri[];
      }
    | { kind: 'withdraw'; feed: number; routerTime: number; routes: Nlri[] }
    | { kind: 'mirroring'; peer: number; messages: Uint8Array[]; informationCodes: number[] }
    | { kind: 'undecodable'; messageType: number; reason: string; offset: number; bytes: Uint8Array }
  );

export interface SessionCounters {
  /** BMP messages by type name, e.g. `route-monitoring`, and `undecodable`. */
  messages: Record<string, number>;
  /** Octets of these. */
  messageBytes: Record<string, number>;
  bytes: number;
  announced: number;
  withdrawn: number;
}
