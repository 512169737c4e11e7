import { Composer, type CST, type Document, isScalar, LineCounter, Parser, visit, type YAMLMap } from 'yaml';
import { deepestNesting, givenTwice, type Place, tooDeep, UnreadableText } from './body-text.ts';

const mostAliases = 100;

/**
 * One YAML document of plain data. What takes the composer more than linear time (deep nesting, many aliases, its own search
 * for names given twice) is looked for before it, in the tokens, or instead of it. @throws UnreadableText
 */
export function parseYaml(text: string): unknown {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  checkTokens(tokens, placeOf);
  const options = { schema: 'core', resolveKnownTags: false, uniqueKeys: false, logLevel: 'silent' } as const;
  const [document, second] = new Composer(options).compose(tokens, true, text.length);
  if (document === undefined) return null;
  if (second !== undefined) throw new UnreadableText('has a second document', placeOf(second.range[0]));
  const fault = document.errors[0] ?? document.warnings[0];
  if (fault !== undefined) throw new UnreadableText(`is not plain YAML: ${fault.message}`, placeOf(fault.pos[0]));
  checkNodes(document, placeOf);
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof ReferenceError) throw new UnreadableText(error.message);
    throw error;
  }
}

function checkTokens(tokens: readonly CST.Token[], placeOf: (offset: number) => Place): void {
  const left: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let aliases = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { token, depth } = next;
    if (depth > deepestNesting) throw tooDeep(placeOf(token.offset));
    if (token.type === 'alias') aliases += 1;
    if (aliases > mostAliases) throw new UnreadableText(`has more than ${mostAliases} aliases`, placeOf(token.offset));
    left.push(...partsOf(token).map((part) => ({ token: part, depth: depth + 1 })));
  }
}

function partsOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value]).filter((part) => part !== undefined && part !== null);
}

function checkNodes(document: Document, placeOf: (offset: number) => Place): void {
  visit(document, {
    Map: (_, map) => checkNames(map, placeOf),
    Alias: (_, alias, ancestors) => {
      const meant = alias.resolve(document);
      if (ancestors.some((ancestor) => ancestor === meant)) {
        throw new UnreadableText('has an alias within what it stands for', placeOf(alias.range?.[0] ?? 0));
      }
    },
  });
}

function checkNames({ items }: YAMLMap, placeOf: (offset: number) => Place): void {
  const known = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) throw new UnreadableText('has a name that is not a text');
    const name = String(key.value);
    if (known.has(name)) throw givenTwice(name, placeOf(key.range?.[0] ?? 0));
    known.add(name);
  }
}
