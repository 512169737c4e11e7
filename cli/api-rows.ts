export interface Announcement {
  location: string;
  vendor: string | null;
  peerIp: string;
  deviceId: string;
  serviceIp: string;
  serviceIpType: string;
  state: string;
  router: string;
  role: string;
}
export interface Element {
  id: string;
  router: string;
  location: string;
  vendor: string | null;
  deviceId: string;
  pairing: { strategy: string; key: string };
  interfaces: Record<string, Announcement[]>;
  state: string;
  missing: string[];
  reason: string | null;
  since: string;
  firstSeen: string;
  lastChanged: string;
}
export interface Router {
  id: string;
  sysName: string | null;
  sysDescr: string | null;
  vendor: string | null;
  location: string;
  deviceId: string;
  session: {
    state: string;
    id: number;
    since: string;
    lastMessageAt: string;
    source: string;
    terminationReason: string | null;
    collectorId: string;
  };
  counters: { messages: Record<string, number>; bytes: number; announced: number; withdrawn: number };
}
export interface Peer {
  id: string;
  router: string;
  address: string;
  asn: number;
  bgpId: string | null;
  distinguisher: string;
  type: string;
  table: string | null;
  state: string;
  since: string;
  downReason: string | null;
  feeds: { view: string; family: string; state: string; endOfRib: string; routes: number }[];
}
export interface Finding {
  kind: string;
  severity: string;
  subject: string;
  detail: string;
  since: string;
}
export interface Event {
  id: string;
  type: string;
  subject: string;
  time: string;
  data: Record<string, unknown>;
}
export interface Route {
  prefix: string;
  family: string;
  rd: string | null;
  pathId: number | null;
  view: string;
  router: string;
  peer: { id: string; address: string; asn: number };
  attributes: {
    origin?: string;
    asPath?: string;
    nextHop?: string;
    med?: number;
    localPref?: number;
    communities?: string[];
    largeCommunities?: string[];
    extendedCommunities?: string[];
  };
  labels: number[] | null;
  firstSeen: string;
  lastChanged: string;
  stale: boolean;
}
