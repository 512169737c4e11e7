import { faultsOf, resolved } from './answer-schemas.ts';
import type { DocumentedOperation, JsonSchema } from './openapi-operations.ts';

/** What is not documented of an answer; empty where all is. */
export async function undocumented(operation: DocumentedOperation, response: Response): Promise<string[]> {
  const documented = operation.responses[String(response.status)];
  const text = await response.text();
  if (documented === undefined) return [`status ${response.status}: ${text.slice(0, 300)}`];
  const { content } = documented;
  if (content === undefined) return text === '' ? [] : [`${response.status} has content: ${text.slice(0, 300)}`];
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  const schema = content[type]?.schema;
  if (schema === undefined) return [`${response.status} as ${type === '' ? 'nothing' : type}`];
  const faults = /[/+]json$/.test(type) ? faultsOfText(schema, text) : faultsOfRows(operation, type, text);
  return faults.map((fault) => `${response.status} ${type}: ${fault}`);
}

function faultsOfText(schema: JsonSchema, text: string): string[] {
  try {
    return faultsOf(schema, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return [`not JSON: ${text.slice(0, 300)}`];
    throw error;
  }
}

/** NDJSON is the rows of the envelope; of lists it has a form of its own. */
function faultsOfRows({ responses }: DocumentedOperation, type: string, text: string): string[] {
  const envelope = responses['200']?.content?.['application/json']?.schema;
  if (type !== 'application/x-ndjson' || envelope === undefined) return [];
  const row = rowOf(envelope);
  const lines = text.split('\n').filter((line) => line !== '');
  return row === null ? [] : lines.flatMap((line) => faultsOfText(row, line));
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

function rowOf(envelope: JsonSchema): JsonSchema | null {
  const { properties } = resolved(envelope);
  const data = isSchema(properties) ? properties.data : undefined;
  if (!isSchema(data)) return null;
  const { type, items } = resolved(data);
  if (type === 'array') return isSchema(items) ? items : null;
  return isSchema(properties) && 'page' in properties ? null : data;
}
