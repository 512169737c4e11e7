import * as z from 'zod';

const seconds = (fallback: number) => z.number().min(0).default(fallback);

/** How long the platform waits before it concludes something from silence. Seconds. */
export const timingsSchema = z.strictObject({
  /** A peer whose feeds have all closed is done learning after this. */
  peerSettle: seconds(1.5),
  /** A route that the post-policy view still lacks this long after the element announced it was rejected. */
  acceptWithin: seconds(3),
  /** A learning feed without End-of-RIB closes after this quiet time when nothing older would be hidden by it. */
  inferQuiet: seconds(3.5),
  /** The same where older rows would be hidden and no statistics gauge confirms it. */
  inferQuietOverOlder: seconds(45),
  /** After a reconnect: peers still absent this long after the last Peer Up are down. */
  settle: seconds(20),
  /** After a reconnect: absent peers are down at the latest now, even when no peer came up. */
  fence: seconds(300),
  /** A lost connection turns the router stale. */
  staleAfter: seconds(60),
  /** A stale router is lost. Above the longest back-off of RFC 7854 §3.2 (720 s). */
  lostAfter: seconds(1800),
  /** A collector that wrote no heartbeat for this long has died. */
  heartbeatMissing: seconds(180),
});

export type Timings = z.infer<typeof timingsSchema>;

export const defaultTimings: Timings = timingsSchema.parse({});

/** From a JSON object with any of them, as an environment variable holds it. */
export const timingsFromJson = z.string().transform((text, context) => {
  try {
    return timingsSchema.parse(JSON.parse(text));
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});
