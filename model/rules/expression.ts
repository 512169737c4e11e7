import { RE2JS, RE2JSException } from 're2js';

/** Characters of a regular expression in the rules. */
export const longestExpression = 256;
/** Instructions: what looking at one character of a text may cost. */
const largestProgram = 500;
/** Characters of a text that is looked at; a TLV of BMP can have 64 KB. */
const longestText = 1024;

/** A regular expression that takes time in proportion to the text alone (RE2: no back references, no look-around). */
export class SafeExpression {
  readonly #compiled: RE2JS;

  /** @throws RangeError with the reason where it is none, or too large */
  constructor(source: string, { ignoreCase }: { ignoreCase: boolean }) {
    if (source.length > longestExpression) {
      throw new RangeError(`has ${source.length} characters; at most ${longestExpression} are taken`);
    }
    this.#compiled = compiled(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  }

  /** What its named groups stand for where it is found in the text first; null where it is not. */
  groupsIn(text: string): Record<string, string> | null {
    const matcher = this.#compiled.matcher(text.slice(0, longestText));
    if (!matcher.find()) return null;
    const names = Object.keys(this.#compiled.namedGroups());
    const groups = names.map((name): [string, string | null] => [name, matcher.group(name)]);
    return Object.fromEntries(groups.filter((pair): pair is [string, string] => pair[1] !== null));
  }

  isIn(text: string): boolean {
    return this.#compiled.matcher(text.slice(0, longestText)).find();
  }

  get groupNames(): string[] {
    return Object.keys(this.#compiled.namedGroups());
  }
}

function compiled(source: string, flags: number): RE2JS {
  try {
    const expression = RE2JS.compile(source, flags);
    if (expression.programSize() <= largestProgram) return expression;
  } catch (error) {
    if (error instanceof RE2JSException) throw new RangeError(`is refused: ${error.message}`);
    throw error;
  }
  throw new RangeError('is refused: its repetitions come to too much');
}
