import { Injected } from './injected.ts';
import { memoryBound } from './memory-bound.ts';
import { percentile } from './percentile.ts';
import type { Drill, Scene } from './scene.ts';

export interface Figures {
  seconds: number;
  records: number;
  retries: number;
  injected: string;
  /** What the station says of failures, by metric and label. */
  told: string;
  /** MiB. */
  memory: number;
  memoryBound: number;
  cpuSeconds: number;
  paused: number;
  toStream: Seconds;
  toApi: Seconds;
}

/** Median and 99th percentile. */
export type Seconds = readonly [median: number, most: number];

export function figuresOf({ furtherTalkers = 0 }: Drill, scene: Scene, seconds: number): Figures {
  const { station, cast, probe, injected } = scene;
  const talkers = cast.all.length + furtherTalkers;
  const worst = station.collectors.toSorted((left, right) => left.mostMemory - right.mostMemory).at(-1);
  const both = (values: readonly number[]): Seconds => [percentile(values, 0.5), percentile(values, 0.99)];
  return {
    seconds,
    records: sumOf(scene, 'records_published_total'),
    retries: sumOf(scene, 'publish_retries_total') + sumOf(scene, 'claim_retries_total'),
    injected: injected.text,
    told: toldOf(scene),
    memory: Math.round(worst?.mostMemory ?? 0),
    memoryBound: worst === undefined ? 0 : memoryBound(worst, talkers, worst.mostConnections),
    cpuSeconds: station.collectors.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    paused: Math.max(...station.collectors.map(({ mostPaused }) => mostPaused)),
    toStream: both(probe.toStream),
    toApi: both(probe.toApi),
  };
}

/** Over all collectors there have been. */
export const sumOf = ({ station }: Scene, metric: string, label = ''): number =>
  station.collectors.reduce((sum, { scrape }) => sum + scrape.sum(`bmpaas_collector_${metric}`, label), 0);

const tellingMetrics = [
  'publish_retries_total',
  'claim_retries_total',
  'connections_rejected_total',
  'connections_closed_total',
  'framing_errors_total',
];

function toldOf({ station }: Scene): string {
  const told = new Injected();
  for (const metric of tellingMetrics) {
    for (const { scrape } of station.collectors) {
      for (const [labels, value] of scrape.samples(`bmpaas_collector_${metric}`))
        told.add(`${metric}{${labels}}`, value);
    }
  }
  const { failedRecords = 0, commitConflicts = 0 } = station.counts;
  if (failedRecords > 0) told.add('failedRecords of ingest', failedRecords);
  if (commitConflicts > 0) told.add('commitConflicts of ingest', commitConflicts);
  return told.text;
}

/** Lines with this message in the logs of all collectors there have been. */
export const logged = ({ station }: Scene, message: string): number =>
  station.collectors.reduce((sum, collector) => sum + collector.logged(message), 0);
