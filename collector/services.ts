import type { Logger } from 'pino';
import type { RefusalLog } from './access/refusal-log.ts';
import type { BackOff } from './back-off.ts';
import type { Captures } from './capture/captures.ts';
import type { Claims } from './claims.ts';
import type { CollectorConfig } from './config.ts';
import type { CollectorMetrics } from './metrics.ts';
import type { QueueBudget } from './queue-budget.ts';
import type { Requests } from './requests.ts';
import type { RouterRegistry } from './router-registry.ts';
import type { RecordSink } from './sink.ts';
import type { Turns } from './turns.ts';

/** What all connections of a collector share. */
export interface CollectorServices {
  config: CollectorConfig;
  claims: Claims;
  /** Null where nobody can ask anything. */
  requests: Requests | null;
  /** Null where there is nowhere to put them. */
  captures: Captures | null;
  sink: RecordSink;
  metrics: CollectorMetrics;
  log: Logger;
  registry: RouterRegistry;
  turns: Turns;
  queueBudget: QueueBudget;
  refusalLog: RefusalLog;
  backOff: BackOff;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Aborted when the time to stop is over: retries end, what is unpublished is given up. */
  abandon: AbortSignal;
}
