import { RE2JS, RE2JSException } from 're2js';
import type { AttributeSet } from '#model/record.ts';
import { formatAsPath } from '#protocol/net/as-path.ts';
import { Problem } from '../http/problem.ts';

/** Whether a path is one that is asked for. */
export type AsPathTest = (path: AttributeSet['asPath']) => boolean;

const listOfAsns = /^\d+( \d+)*$/;
/** Instructions: what looking at one character of a path may cost. */
const largestProgram = 500;

/**
 * AS numbers alone are found one after the other anywhere in the path, as numbers: brackets between them do not matter.
 * Anything else is a regular expression as routers have them, searched in the path's text; null paths have none.
 * @throws Problem 422
 */
export function asPathTest(expression: string): AsPathTest {
  if (listOfAsns.test(expression)) {
    const asked = ` ${expression} `;
    return (path) => ` ${asnsOf(path).join(' ')} `.includes(asked);
  }
  const compiled = compile(expression);
  return (path) => compiled.test(formatAsPath(path ?? []));
}

export const asnsOf = (path: AttributeSet['asPath']): number[] => (path ?? []).flatMap(({ asns }) => asns);

/** RE2 takes time in proportion to the text alone, whatever the expression is, so strangers may bring theirs. */
function compile(expression: string): RE2JS {
  try {
    const compiled = RE2JS.compile(withDelimiters(expression));
    if (compiled.programSize() <= largestProgram) return compiled;
  } catch (error) {
    if (error instanceof RE2JSException) throw refused(expression, error.message);
    throw error;
  }
  throw refused(expression, 'it would take too long: its repetitions come to too much');
}

const refused = (expression: string, reason: string): Problem =>
  new Problem('refused-expression', `asPath: ${expression} is refused: ${reason}.`, {
    faults: [{ parameter: 'asPath', detail: reason }],
  });

const delimiter = String.raw`(?:^|$|[ {}()\[\]])`;
/** What is escaped, a character class, or an underscore outside of both. */
const underscores = /\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|_/g;

const withDelimiters = (expression: string): string =>
  expression.replace(underscores, (found) => (found === '_' ? delimiter : found));
