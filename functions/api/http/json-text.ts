import { type ObjectNode, parse, type Token, tokenize, traverse } from '@humanwhocodes/momoa';
import * as z from 'zod';
import { deepestNesting, givenTwice, type Place, tooDeep, UnreadableText } from './body-text.ts';

/** A JSON text; a name that is twice in an object is a fault, of which JSON.parse would keep the last. @throws UnreadableText */
export function parseJson(text: string): unknown {
  try {
    checkTokens(text, tokenize(text, { mode: 'json' }));
    traverse(parse(text, { mode: 'json' }), { enter: checkNames });
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof UnreadableText ? error : unreadable(text, error);
  }
}

const placed = z.object({ offset: z.int(), line: z.int(), column: z.int() });

function unreadable(text: string, error: unknown): UnreadableText {
  if (endsEarly(text)) return new UnreadableText('ends too early', endOf(text));
  const place = placed.safeParse(error).data;
  if (place === undefined) return new UnreadableText('is not JSON');
  return new UnreadableText(`has an unexpected ${text.charAt(place.offset)}`, place);
}

/** Of such a text the tree's error names the last token. */
function endsEarly(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return error instanceof SyntaxError && error.message.startsWith('Unexpected end');
  }
}

function endOf(text: string): Place {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

const steps: Readonly<Partial<Record<Token['type'], number>>> = { LBrace: 1, LBracket: 1, RBrace: -1, RBracket: -1 };
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON does not have in strings
const controls = /[\0-\x1f]/;

function checkTokens(text: string, tokens: readonly Token[]): void {
  let depth = 0;
  for (const { type, loc } of tokens) {
    depth += steps[type] ?? 0;
    if (depth > deepestNesting) throw tooDeep(loc.start);
    if (type === 'String' && controls.test(text.slice(loc.start.offset, loc.end.offset))) {
      throw new UnreadableText('has a control character in the string', loc.start);
    }
  }
}

const isObject = (node: { type: string }): node is ObjectNode => node.type === 'Object';

function checkNames(node: { type: string }): void {
  if (!isObject(node)) return;
  const known = new Set<string>();
  for (const { name } of node.members) {
    const text = name.type === 'String' ? name.value : name.name;
    if (known.has(text)) throw givenTwice(text, name.loc.start);
    known.add(text);
  }
}
