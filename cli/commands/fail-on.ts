import { printable } from '#model/printable.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-code.ts';
import { suggestionOf } from '../suggestion.ts';
import type { Command, Context, Options } from './command.ts';

/** Checks for cron and CI: a list ends with 5 when it shows a row that is in one of the states given with `--fail-on`. */
export interface FailOn<Row> {
  /** What the option says of itself. */
  option: Command['options'][string];
  /** Tells which rows fail. @throws UsageError */
  check(given: string, options: Options): (row: Row) => boolean;
  /** One line on stderr for a row that fails. */
  line(row: Row): string;
}

interface StateCheck<Row> {
  /** `an element`. */
  of: string;
  states: readonly string[];
  stateOf(row: Row): string;
  line(row: Row): string;
}

export function failOnStates<Row>({ of, states, stateOf, line }: StateCheck<Row>): FailOn<Row> {
  return {
    option: {
      summary: `exit 5 when ${of} shown is in one of these states (comma between), of ${states.join(', ')}`,
      value: 'STATES',
    },
    check(given, options) {
      const failing = parseStates(given, of, states);
      refuseBlind(options, 'state', failing);
      return (row) => failing.includes(stateOf(row));
    },
    line,
  };
}

/** @throws UsageError */
export function parseStates(given: string, of: string, known: readonly string[]): readonly string[] {
  const states = given.split(',').map((state) => state.trim());
  const wrong = states.find((state) => !known.includes(state));
  if (wrong === undefined) return states;
  const hint = suggestionOf(wrong, known);
  throw new UsageError(`--fail-on takes states of ${of} (${known.join(', ')}), not '${wrong}'${hint}`);
}

export interface Checked<Row> {
  /** The same rows. */
  rows: AsyncIterable<Row>;
  /** Once they have been read: tells of those that fail, and how the command ends. */
  verdict(): ExitCode;
}

/** Looks at rows as they pass. @throws UsageError where `--fail-on` is wrong, or can never fail */
export function checked<Row>(
  rows: AsyncIterable<Row>,
  failOn: FailOn<Row> | undefined,
  { options, terminal }: Pick<Context, 'options' | 'terminal'>,
): Checked<Row> {
  const given = options.text('fail-on');
  if (failOn === undefined || given === undefined) return { rows, verdict: () => exitCodes.ok };
  const fails = failOn.check(given, options);
  const lines: string[] = [];
  return {
    rows: watched(rows, (row) => {
      if (fails(row)) lines.push(failOn.line(row));
    }),
    verdict() {
      for (const line of lines) terminal.note(printable(line));
      return lines.length > 0 ? exitCodes.checkFailed : exitCodes.ok;
    },
  };
}

/** `--state complete --fail-on lost` would be content for ever. @throws UsageError */
export function refuseBlind(options: Options, filter: string, failing: readonly string[]): void {
  const shown = options.text(filter);
  if (shown === undefined || failing.includes(shown)) return;
  throw new UsageError(`--fail-on ${options.text('fail-on')} can never fail with --${filter} ${shown}`);
}

async function* watched<Row>(rows: AsyncIterable<Row>, look: (row: Row) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    look(row);
    yield row;
  }
}
