import { availableParallelism, cpus } from 'node:os';
import Table from 'cli-table3';
import type { Load } from './cast.ts';
import type { Outcome } from './outcome.ts';
import type { Drill } from './scene.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export function sayInput({ dumpingRouters, routes, quietRouters }: Load): void {
  say(`machine: ${cpus()[0]?.model}, ${availableParallelism()} processors; Node ${process.version}`);
  say(
    `input: the reference lab, ${dumpingRouters} routers that dump ${routes.toLocaleString('en-US')} routes each under the fault, ` +
      `${quietRouters} quiet ones with a change a second, told within a record a second`,
  );
}

export function sayDrill({ name, fault }: Drill): void {
  say(`\n${name}: ${fault}`);
}

/** What did not hold is shown, and otherwise how much did. */
export function sayChecks({ checks, figures }: Outcome): void {
  for (const { name, ok, found } of checks) if (!ok) say(`  NOT SO: ${name}: ${found}`);
  const held = checks.filter(({ ok }) => ok).length;
  say(`  ${held} of ${checks.length} checks held, ${figures.seconds.toFixed(0)} s`);
  say(`  injected: ${figures.injected || 'nothing'}`);
  say(`  told: ${figures.told || 'nothing'}`);
}

const head = ['drill', 's', 'records', 'retries', 'MiB', 'at most', 'CPU s', 'paused', 'to stream', 'to API', 'state'];

/** One line a drill. */
export function sayTable(outcomes: readonly Outcome[]): void {
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const { name, figures, checks } of outcomes) {
    const { seconds, records, retries, memory, memoryBound, cpuSeconds, paused, toStream, toApi } = figures;
    table.push([
      name,
      ...[seconds.toFixed(0), records, retries, memory, memoryBound, cpuSeconds.toFixed(1), paused],
      ...[pair(toStream), pair(toApi), checks[0]?.ok ? 'same' : 'DIFFERS'],
    ]);
  }
  say(`\n${table.toString()}`);
  say('to stream, to API: seconds from a quiet router to the record and to the answer, median and 99th percentile');
}

const pair = ([median, most]: readonly [number, number]): string => `${median.toFixed(1)} / ${most.toFixed(1)}`;

/** Of one that did not even come to checks. */
export const sayBroken = (error: unknown): void =>
  say(`  BROKEN: ${error instanceof Error ? error.stack : String(error)}`);

/** The line that CI reads; one that is broken is one that failed. Tells whether all held. */
export function sayEnd(outcomes: readonly Outcome[], broken: number): boolean {
  const checks = outcomes.flatMap((outcome) => outcome.checks);
  const failed = checks.filter(({ ok }) => !ok).length + broken;
  say(`${checks.length + broken - failed} passed, ${failed} failed`);
  return failed === 0;
}
