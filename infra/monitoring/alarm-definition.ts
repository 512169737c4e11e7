import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** What is watched: one alarm. */
export interface AlarmDefinition {
  /** Ends the alarm's name. */
  id: string;
  /** Section of docs/runbook.md that says what to do. */
  section: RunbookSection;
  /** Why so much and no less, for who is woken by it. */
  because: string;
  metric: IMetric;
  /** The alarm is for values above or below it. */
  bound: { above: number } | { below: number };
  /** How many of how many periods of the metric have to be out of bounds. */
  outOf: readonly [periods: number, of: number];
  /** What it means that there is no value. */
  missing: 'fine' | 'alarm';
}

/** Anchors of the sections of docs/runbook.md that alarms lead to. */
export const runbookSections = [
  'sessions-lost',
  'routers-silent',
  'no-router-connected',
  'connections-turned-away',
  'collectors-missing',
  'collector-overloaded',
  'records-abandoned',
  'decode-errors',
  'stream-throttled',
  'ingest-behind',
  'dead-records',
  'poison-records',
  'sequence-gaps',
  'table-throttled',
  'compaction-behind',
  'publishing-behind',
  'function-errors',
  'function-throttled',
  'half-open-elements',
  'critical-findings',
  'suspect-feeds',
  'api-errors',
  'api-slow',
  'canary-failing',
  'cost-anomaly',
] as const;

export type RunbookSection = (typeof runbookSections)[number];

/** As alarms and mails show it: the repository is wherever the reader has it. */
export const runbookLink = (section: RunbookSection): string => `docs/runbook.md#${section}`;

/** Of several metrics, in CloudWatch's arithmetic: one that has no value, or never had, counts as nothing. A sum of their names has none then. */
export const sumOfAll = 'SUM(METRICS())';
