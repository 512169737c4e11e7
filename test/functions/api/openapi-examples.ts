import type { OpenApiExamples } from '#functions/api/openapi/openapi-examples.ts';
import {
  type ApiRequest,
  type ExampleValues,
  exampleStation,
  exampleValues,
  firstRow,
  requestOf,
  sent,
} from './example-requests.ts';
import type { DocumentedOperation, DocumentedParameter } from './openapi-operations.ts';
import type { Station } from './station.ts';

/** One answer of the lab to each operation; nothing where the lab has no answer. */
export async function makeExamples(operations: readonly DocumentedOperation[]): Promise<OpenApiExamples> {
  const examples: OpenApiExamples = {};
  for (const operation of operations) {
    const example = await exampleOf(operation);
    if (example !== null) examples[operation.operationId] = example;
  }
  return examples;
}

async function exampleOf(operation: DocumentedOperation): Promise<OpenApiExamples[string] | null> {
  const station = await exampleStation();
  const values = await exampleValues(station, operation);
  const request = requestOf(operation, withOneRow(operation, values));
  const parameters = { ...(await filters(station, operation, request)), ...values.parameters };
  const response = await sent(station, request);
  if (!response.ok) return null;
  const text = await response.text();
  return {
    parameters: Object.fromEntries(operation.parameters.flatMap((parameter) => typed(parameter, parameters))),
    ...(values.body !== undefined && { body: values.body }),
    status: response.status,
    ...(text !== '' && { answer: withShortLists(JSON.parse(text)) }),
  };
}

function typed({ name, schema }: DocumentedParameter, values: Record<string, unknown>): [string, string | number][] {
  const value = values[name];
  if (value === undefined) return [];
  return [[name, schema.type === 'integer' ? Number(value) : String(value)]];
}

function withOneRow({ parameters }: DocumentedOperation, values: ExampleValues): ExampleValues {
  const limit = parameters.find(({ name }) => name === 'limit' || name === 'n')?.name;
  return limit === undefined ? values : { ...values, parameters: { ...values.parameters, [limit]: '1' } };
}

/** Lists have rows with fields of the names of filters: what a row has is what it can be found by. */
async function filters(
  station: Station,
  { parameters }: DocumentedOperation,
  { method, path }: ApiRequest,
): Promise<Record<string, unknown>> {
  if (method !== 'GET') return {};
  const row = await firstRow(station, path);
  const known = parameters.map(({ name }) => [name, row[name]]);
  return Object.fromEntries(known.filter(([, value]) => typeof value === 'string' || typeof value === 'number'));
}

/** Things in a thing: the first of each list is enough to see what they are. */
function withShortLists(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isOfThings = value.some((entry) => typeof entry === 'object' && entry !== null);
    return (isOfThings ? value.slice(0, 1) : value).map(withShortLists);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, withShortLists(entry)]));
}
