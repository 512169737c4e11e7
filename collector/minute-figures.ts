import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Counter, Gauge, Histogram } from 'prom-client';
import { closeReasons } from './close-reason.ts';
import type { CollectorMetrics } from './metrics.ts';

export type FigureUnit = 'Count' | 'Percent' | 'Bytes' | 'Milliseconds';

export interface Figure {
  unit: FigureUnit;
  value: number;
}

/** Names are those of the metrics; each is billed, so what only helps to understand is a detail of the line. */
export interface Figures {
  metrics: Record<string, Figure>;
  details: Record<string, number>;
}

const nanosecondsPerMillisecond = 1e6;

/** What a collector is and did since it was last asked, from the counters that `/metrics` shows since its start. */
export class MinuteFigures {
  readonly #metrics: CollectorMetrics;
  readonly #maxConnections: number;
  readonly #eventLoop = monitorEventLoopDelay({ resolution: 20 });
  readonly #last = new Map<string, number>();

  constructor(metrics: CollectorMetrics, maxConnections: number) {
    this.#metrics = metrics;
    this.#maxConnections = maxConnections;
    this.#eventLoop.enable();
  }

  async take(): Promise<Figures> {
    const { sessions, sessionsLost, connections, pausedSessions, bufferedBytes, publishSeconds } = this.#metrics;
    const { rejected, decodeErrors, framingErrors, publishRetries, claimRetries, abandonedBytes } = this.#metrics;
    const open = await sumOf(connections);
    const eventLoopP99 = this.#eventLoop.percentile(99) / nanosecondsPerMillisecond;
    this.#eventLoop.reset();
    return {
      metrics: {
        sessions: count(await sumOf(sessions)),
        connectionsUsed: { unit: 'Percent', value: (100 * open) / this.#maxConnections },
        pausedSessions: count(await sumOf(pausedSessions)),
        bufferedBytes: { unit: 'Bytes', value: await sumOf(bufferedBytes) },
        connectionsRejected: count(this.#since('rejected', await sumOf(rejected))),
        sessionsLost: count(this.#since('lost', await sumOf(sessionsLost))),
        decodeErrors: count(this.#since('decodeErrors', await sumOf(decodeErrors))),
        framingErrors: count(this.#since('framingErrors', await sumOf(framingErrors))),
        publishRetries: count(this.#since('publishRetries', await sumOf(publishRetries))),
        claimRetries: count(this.#since('claimRetries', await sumOf(claimRetries))),
        abandonedBytes: { unit: 'Bytes', value: this.#since('abandoned', await sumOf(abandonedBytes)) },
        publishP99: { unit: 'Milliseconds', value: 1000 * (await this.#publishP99(publishSeconds)) },
        eventLoopP99: { unit: 'Milliseconds', value: eventLoopP99 },
      },
      details: { connections: open, residentBytes: process.memoryUsage.rss(), ...(await this.#closings()) },
    };
  }

  stop(): void {
    this.#eventLoop.disable();
  }

  #since(name: string, total: number): number {
    const before = this.#last.get(name) ?? 0;
    this.#last.set(name, total);
    return total - before;
  }

  /** `closed stalled: 2`: how many connections ended so. */
  async #closings(): Promise<Record<string, number>> {
    const entries: [string, number][] = [];
    for (const reason of Object.keys(closeReasons)) {
      const ended = this.#since(
        `closed ${reason}`,
        await sumOf(this.#metrics.closed, (labels) => labels.reason === reason),
      );
      if (ended > 0) entries.push([`closed ${reason}`, ended]);
    }
    return Object.fromEntries(entries);
  }

  /** Seconds: the upper bound of the bucket that the 99th of a hundred publishes fell into; 0 where there were none. */
  async #publishP99(histogram: Histogram): Promise<number> {
    const { values } = await histogram.get();
    const buckets = values
      .filter(({ metricName }) => metricName?.endsWith('_bucket'))
      .map(({ labels, value }) => ({ bound: Number(labels.le === '+Inf' ? Infinity : labels.le), value }));
    const counts = buckets.map(({ bound, value }) => ({ bound, value: this.#since(`publish ${bound}`, value) }));
    const all = Math.max(0, ...counts.map(({ value }) => value));
    if (all === 0) return 0;
    const longest = Math.max(...counts.map(({ bound }) => bound).filter(Number.isFinite));
    return Math.min(longest, counts.find(({ value }) => value >= 0.99 * all)?.bound ?? longest);
  }
}

const count = (value: number): Figure => ({ unit: 'Count', value });

async function sumOf<Label extends string>(
  metric: Counter<Label> | Gauge<Label>,
  isCounted: (labels: Partial<Record<Label, string | number>>) => boolean = () => true,
): Promise<number> {
  const { values } = await metric.get();
  return values.filter(({ labels }) => isCounted(labels)).reduce((sum, { value }) => sum + value, 0);
}
