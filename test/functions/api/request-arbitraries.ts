import * as fc from 'fast-check';
import { generateSync } from 'json-schema-faker';
import type { ApiRequest, ExampleValues } from './example-requests.ts';
import { type DocumentedOperation, type DocumentedParameter, type JsonSchema, openApi } from './openapi-operations.ts';

/** Requests to an operation: what its document allows, what it does not, and what nobody should send. */
export function requests(operation: DocumentedOperation, known: ExampleValues): fc.Arbitrary<ApiRequest> {
  const { method, path, parameters, requestBody } = operation;
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  return fc
    .record({
      names: fc.record(Object.fromEntries(inPath.map((parameter) => [parameter.name, anyValueOf(parameter, known)]))),
      query: queryOf(inQuery, known),
      headers: headersOf(parameters),
      content:
        requestBody === undefined
          ? fc.constant(noContent)
          : contents(requestBody.content['application/json']?.schema ?? {}, known),
    })
    .map(({ names, query, headers, content }) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(names[name] ?? ''));
      return {
        method,
        path: query === '' ? filled : `${filled}?${query}`,
        headers: { ...headers, ...content.headers },
        ...(content.body !== null && { body: content.body }),
      };
    });
}

/** Lists of a thousand lists would take for ever. */
const bounds = { maxDepth: 8, maxItems: 3, maxDefaultItems: 3 };

/** A value of a schema of openapi.json. */
const generated = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  const whole = JSON.stringify({ ...schema, components: openApi.components });
  return fc.noShrink(fc.nat()).map((seed) => generateSync(JSON.parse(whole), { seed, ...bounds }));
};

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  fc.constantFrom(
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'true',
    'null',
    '*',
    '%',
    '%00',
    '\u0000',
    '__proto__',
    'constructor',
    "' OR 1=1 --",
    '<script>',
    '{{7*7}}',
    '../../etc/passwd',
    '(a+)+$',
    '[[[[',
    '\\',
    '::',
    '::/129',
    '0.0.0.0/0',
    '256.1.1.1',
    'nj01emd::',
    'x'.repeat(513),
    'é'.repeat(3000),
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59+23:59',
  ),
);

/** A URL takes these for the folder itself and the one above. */
const isFolder = (value: string): boolean => /^(\.|%2e){0,2}$/i.test(value);

function anyValueOf(
  { name, in: place, schema, example }: DocumentedParameter,
  known: ExampleValues,
): fc.Arbitrary<string> {
  const valid = [known.parameters[name], example, ...(schema.examples ?? [])].filter((value) => value !== undefined);
  const values = fc.oneof(
    { weight: 6, arbitrary: valid.length > 0 ? fc.constantFrom(...valid.map(String)) : generated(schema).map(String) },
    { weight: 2, arbitrary: generated(schema).map(String) },
    { weight: 1, arbitrary: hostile },
  );
  return place === 'path' ? values.filter((value) => !isFolder(value) && value.isWellFormed()) : values;
}

/** Mostly the parameters that are known to go together, with some of the others. */
function queryOf(parameters: readonly DocumentedParameter[], known: ExampleValues): fc.Arbitrary<string> {
  const pairs = parameters.map((parameter) => {
    const isGiven = parameter.name in known.parameters;
    const frequency = isGiven ? { weight: 8, absent: 1 } : { weight: 1, absent: parameters.length };
    const pair = anyValueOf(parameter, known).map((value) => [[parameter.name, value]]);
    return fc.oneof(
      { weight: frequency.weight, arbitrary: pair },
      { weight: frequency.absent, arbitrary: fc.constant([]) },
    );
  });
  const odd = fc.oneof(
    { weight: 12, arbitrary: fc.constant<string[][]>([]) },
    { weight: 1, arbitrary: fc.tuple(hostile, hostile).map((pair) => [[...pair]]) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...parameters.map(({ name }) => name), 'limit').map((name) => [
        [name, '1'],
        [name, '1'],
      ]),
    },
  );
  return fc.tuple(...pairs, odd).map((some) =>
    some
      .flat()
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&'),
  );
}

const readable = ['application/json', 'application/json', 'application/x-ndjson', 'text/csv', 'text/plain', '*/*'];

function headersOf(parameters: readonly DocumentedParameter[]): fc.Arbitrary<Record<string, string>> {
  const needsMatch = parameters.some(({ name }) => name === 'If-Match');
  const tags = fc.constantFrom('"v0"', '"v1"', '"v0", "v1"', 'W/"v1"', '""', 'v1', '"');
  const given = fc.record(
    {
      accept: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...readable) },
        { weight: 1, arbitrary: fc.constantFrom('text/*;q=0.5, application/xml', 'application/xml', ';;;,q=') },
      ),
      'if-none-match': fc.oneof(fc.constant('*'), tags),
      'if-match': fc.oneof({ weight: 8, arbitrary: fc.constant('*') }, { weight: 2, arbitrary: tags }),
    },
    { requiredKeys: needsMatch ? ['if-match'] : [] },
  );
  const withoutMatch = given.map(({ 'if-match': _, ...rest }) => rest);
  return fc
    .oneof({ weight: 6, arbitrary: given }, { weight: 1, arbitrary: withoutMatch })
    .map((headers) => Object.fromEntries(Object.entries(headers)));
}

interface Content {
  headers: Record<string, string>;
  body: string | null;
}

const noContent: Content = { headers: {}, body: null };

/** Bodies by the schema, bodies that were right but for one value, and what is none. */
function contents(schema: JsonSchema, { body }: ExampleValues): fc.Arbitrary<Content> {
  const json = (value: unknown): string => JSON.stringify(value) ?? 'null';
  const texts = fc.oneof(
    { weight: 3, arbitrary: fc.constant(json(body)) },
    { weight: 4, arbitrary: generated(schema).map(json) },
    { weight: 4, arbitrary: spoilt(body).map(json) },
    { weight: 2, arbitrary: fc.json() },
    { weight: 1, arbitrary: hostile },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        '[1,]',
        '{"a":1,"a":2}',
        '- &a [*a]',
        '!!js/function x',
        'a: b: c',
        '['.repeat(5000),
        'x'.repeat(300_000),
      ),
    },
  );
  const types = fc.oneof(
    { weight: 6, arbitrary: fc.constant('application/json') },
    { weight: 3, arbitrary: fc.constant('application/yaml') },
    { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'multipart/form-data', 'json', '/') },
  );
  return fc.record({ headers: fc.record({ 'content-type': types }), body: texts });
}

/** The same with something else in one place. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return fc.jsonValue({ maxDepth: 1 });
  const entries = Object.entries(value);
  const other = fc.tuple(fc.constantFrom(...entries.map(([name]) => name), 'unknown'), fc.jsonValue({ maxDepth: 1 }));
  const changed = other.map(([name, change]) =>
    Array.isArray(value) ? [...value, change] : { ...value, [name]: change },
  );
  const without = fc
    .constantFrom(...entries.map(([name]) => name))
    .map((name) => Object.fromEntries(entries.filter(([of]) => of !== name)));
  const deeper = entries.map(([name, inner]) =>
    spoilt(inner).map((change) =>
      Array.isArray(value) ? value.with(Number(name), change) : { ...value, [name]: change },
    ),
  );
  return fc.oneof(changed, ...(entries.length > 0 ? [without] : []), ...deeper);
}
