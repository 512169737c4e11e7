import { closingLine } from '../reporter/closing-line.ts';

/** What a rehearsal showed, line by line as it goes, and what it could not. */
export class Report {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };

  part(title: string): void {
    console.log(`\n${title}`);
  }

  /**
   * Runs one check. What it returns as `detail` is printed beside its name; the value is handed on. Answers null when it threw,
   * and so do not what follows from it.
   */
  async check<Value>(name: string, body: () => Promise<Shown<Value>>): Promise<Value | null> {
    const started = performance.now();
    try {
      const { detail, value } = await body();
      this.#counts.passed += 1;
      console.log(`  ok    ${name}${detail === '' ? '' : `: ${detail}`}  (${secondsSince(started)} s)`);
      return value;
    } catch (error) {
      this.#counts.failed += 1;
      console.log(`  FAIL  ${name}  (${secondsSince(started)} s)\n${indented(messageOf(error))}`);
      return null;
    }
  }

  skip(name: string, why: string): void {
    this.#counts.skipped += 1;
    console.log(`  skip  ${name}: ${why}`);
  }

  note(text: string): void {
    console.log(`        ${text}`);
  }

  /** The closing line. @returns the exit code */
  close(): 0 | 1 {
    console.log(`\n${closingLine(this.#counts)}`);
    return this.#counts.failed === 0 && this.#counts.passed > 0 ? 0 : 1;
  }
}

export interface Shown<Value> {
  /** A few words; empty where the name of the check says it all. */
  detail: string;
  value: Value;
}

export const shown = <Value>(detail: string, value: Value): Shown<Value> => ({ detail, value });

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(1);

const messageOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const indented = (text: string): string => text.replace(/^/gm, '          ');
