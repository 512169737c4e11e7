import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const prefix = 'bmpaas_collector_';

/** Reasons come with offsets and values in them, and from outside: a label has to stay one of few. */
const maxReasons = 100;

export class ReasonLabels {
  readonly #seen = new Set<string>();

  of(reason: string): string {
    const label = reason.replace(/0x[0-9a-f]+|\d+/gi, 'N').slice(0, 80);
    if (this.#seen.has(label)) return label;
    if (this.#seen.size >= maxReasons) return 'other';
    this.#seen.add(label);
    return label;
  }
}

/** A counter for what happens at every message: an addition costs a look-up, and Prometheus gets its form at the scrape. */
export class HotCounter {
  readonly #values = new Map<string, { count: number }>();

  constructor(name: string, help: string, label: string, registers: Registry[]) {
    const values = this.#values;
    new Counter({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [value, { count }] of values) this.inc({ [label]: value }, count);
      },
    });
  }

  add(label: string, count: number): void {
    const known = this.#values.get(label);
    if (known === undefined) this.#values.set(label, { count });
    else known.count += count;
  }
}

/** Whatever moves has a counter. One registry per collector, so that several fit in one process. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter<Label>({ name: `${prefix}${name}`, help, labelNames, registers });
  const hotCounter = (name: string, help: string, label: string) =>
    new HotCounter(`${prefix}${name}`, help, label, registers);
  const gauge = (name: string, help: string) => new Gauge({ name: `${prefix}${name}`, help, registers });
  const decodeReasons = new ReasonLabels();
  const framingReasons = new ReasonLabels();
  return {
    registry,
    decodeReasons,
    framingReasons,
    connections: gauge('connections', 'Open TCP connections'),
    sessions: gauge('sessions', 'Connections whose router is known'),
    pausedSessions: gauge('paused_sessions', 'Connections not read from at the moment'),
    bufferedBytes: gauge('buffered_bytes', 'Octets of records waiting to be published'),
    accepted: counter('connections_accepted_total', 'TCP connections accepted'),
    rejected: counter('connections_rejected_total', 'TCP connections turned away', ['reason']),
    heldDown: counter('routers_held_down_total', 'Times that a router was held down, as it came too often'),
    sessionsLost: counter('sessions_lost_total', 'Sessions that ended though neither side meant them to'),
    closed: counter('connections_closed_total', 'TCP connections closed', ['reason']),
    messages: hotCounter('messages_total', 'BMP messages received', 'type'),
    messageBytes: hotCounter('message_bytes_total', 'Octets of BMP messages received', 'type'),
    routes: hotCounter('routes_total', 'Routes received', 'action'),
    decodeErrors: counter('decode_errors_total', 'BMP messages kept undecoded', ['reason']),
    decodeIssues: hotCounter('decode_issues_total', 'Faults overlooked in decoded messages', 'outcome'),
    framingErrors: counter('framing_errors_total', 'Byte streams that were no BMP', ['reason']),
    cutOffBytes: counter('cut_off_bytes_total', 'Octets of last messages that a closed connection cut off'),
    records: counter('records_published_total', 'Records published'),
    recordBytes: counter('record_bytes_published_total', 'Octets of records published'),
    captures: gauge('captures', 'Captures being made'),
    capturedBytes: counter('captured_bytes_total', 'Octets of messages written to captures'),
    captureDroppedBytes: counter('capture_dropped_bytes_total', 'Octets of messages left out of captures'),
    abandonedBytes: counter(
      'record_bytes_abandoned_total',
      'Octets of records given up at the end of the stop timeout',
    ),
    publishRetries: counter('publish_retries_total', 'Publishes that failed and were tried again', ['error']),
    dials: counter('dials_total', 'Connections to routers that were tried', ['outcome']),
    claimRetries: counter('claim_retries_total', 'Table operations that failed and were tried again', ['operation']),
    publishSeconds: new Histogram({
      name: `${prefix}publish_seconds`,
      help: 'From the first attempt to publish a record to its acknowledgement',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    }),
  };
}

export type CollectorMetrics = ReturnType<typeof createMetrics>;
