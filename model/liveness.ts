import { defaultTimings, type Timings } from './timings.ts';

/** Whether the collector that writes this heartbeat is taken to live. `now` is milliseconds since 1970. */
export const isBeating = (
  { heartbeatAt }: { heartbeatAt: number },
  now: number,
  { heartbeatMissing }: Pick<Timings, 'heartbeatMissing'> = defaultTimings,
): boolean => now - heartbeatAt <= heartbeatMissing * 1000;
