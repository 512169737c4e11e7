import { Metrics } from '@aws-lambda-powertools/metrics';
import type { CollectorMetrics } from './metrics.ts';
import { type Figures, MinuteFigures } from './minute-figures.ts';

export interface MetricLinesProps {
  metrics: CollectorMetrics;
  namespace: string;
  maxConnections: number;
  /** Takes a line without its end. */
  write?: (line: string) => void;
  /** How often, milliseconds. */
  every?: number;
  now?: () => number;
}

const minute = 60_000;

/**
 * A line of CloudWatch's embedded metric format each minute, among the lines of the log: CloudWatch makes metrics of it, and nothing
 * has to be reached for that but the log. Written in the middle of the minute, so that each minute has one line of each collector,
 * and the sum over a minute is the sum over the collectors.
 */
export class MetricLines {
  readonly #figures: MinuteFigures;
  readonly #format: Metrics;
  readonly #write: (line: string) => void;
  readonly #every: number;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;

  constructor({ metrics, namespace, maxConnections, write, every = minute, now = Date.now }: MetricLinesProps) {
    this.#figures = new MinuteFigures(metrics, maxConnections);
    this.#format = new Metrics({ namespace, serviceName: 'collector' });
    this.#write = write ?? ((line) => process.stdout.write(`${line}\n`));
    this.#every = every;
    this.#now = now;
  }

  start(): void {
    const wait = untilMiddle(this.#now(), this.#every);
    this.#timer = setTimeout(() => void this.#tell().then(() => this.start()), wait).unref();
  }

  /** Tells of what happened since the last line. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#tell();
    this.#figures.stop();
  }

  async #tell(): Promise<void> {
    this.#write(this.#lineOf(await this.#figures.take()));
  }

  #lineOf({ metrics, details }: Figures): string {
    for (const [name, { unit, value }] of Object.entries(metrics)) this.#format.addMetric(name, unit, value);
    const line = { ...this.#format.serializeMetrics(), ...details };
    this.#format.clearMetrics();
    return JSON.stringify(line);
  }
}

/** Milliseconds until the middle of an interval: of the next one where it is the middle. */
export const untilMiddle = (now: number, interval: number): number => interval - ((now + interval / 2) % interval);
