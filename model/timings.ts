/** How long the platform waits before it concludes something from silence. Seconds. */
export interface Timings {
  /** A peer whose feeds have all closed is done learning after this. */
  peerSettle: number;
  /** A route that the post-policy view still lacks this long after the element announced it was rejected. */
  acceptWithin: number;
  /** A learning feed without End-of-RIB closes after this quiet time when nothing older would be hidden by it. */
  inferQuiet: number;
  /** The same where older rows would be hidden and no statistics gauge confirms it. */
  inferQuietOverOlder: number;
  /** After a reconnect: peers still absent this long after the last Peer Up are down. */
  settle: number;
  /** After a reconnect: absent peers are down at the latest now, even when no peer came up. */
  fence: number;
  /** A lost connection turns the router stale. */
  staleAfter: number;
  /** A stale router is lost. Above the longest back-off of RFC 7854 §3.2 (720 s). */
  lostAfter: number;
  /** A collector that wrote no heartbeat for this long has died. */
  heartbeatMissing: number;
}

export const defaultTimings: Timings = {
  peerSettle: 1.5,
  acceptWithin: 3,
  inferQuiet: 3.5,
  inferQuietOverOlder: 45,
  settle: 20,
  fence: 300,
  staleAfter: 60,
  lostAfter: 1800,
  heartbeatMissing: 180,
};
