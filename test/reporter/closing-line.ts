import type { SerializedError, TestModule, TestRunEndReason } from 'vitest/node';
import { DefaultReporter } from 'vitest/node';

/** What a run came to. `failed` also counts files that did not load and errors outside any test. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** `N passed, N failed`, and `, N skipped` when there are some: the line that CI reads. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

const outcomeOf = { passed: 'passed', failed: 'failed', skipped: 'skipped', pending: 'failed' } as const;

/** `pending` at the end of a run means that a test never came to its end. */
export function tally(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): Tally {
  const counts: Tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) counts[outcomeOf[test.result().state]] += 1;
  }
  return counts;
}

/** The default reporter, and the closing line after everything it has to say. */
export class ClosingLineReporter extends DefaultReporter {
  override onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, unhandledErrors, reason);
    const counts = tally(modules, unhandledErrors);
    const nothingRan = reason === 'failed' && counts.failed === 0;
    console.log(closingLine(nothingRan ? { ...counts, failed: 1 } : counts));
  }
}
