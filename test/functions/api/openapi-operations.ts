import { readFile } from 'node:fs/promises';

/** What the tests read of an operation of openapi.json. */
export interface DocumentedOperation {
  operationId: string;
  /** As HTTP has it. */
  method: string;
  path: string;
  parameters: DocumentedParameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema; example?: unknown }> }>;
}

export interface DocumentedParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
  example?: string | number;
}

export type JsonSchema = Record<string, unknown> & { examples?: (string | number)[] };

interface OpenApiDocument {
  paths: Record<string, Record<string, Omit<DocumentedOperation, 'method' | 'path'>>>;
  components: { schemas: Record<string, JsonSchema> };
}

const file = new URL('../../../functions/api/openapi/openapi.json', import.meta.url);

/** As it is committed. */
export const openApi: OpenApiDocument = JSON.parse(await readFile(file, 'utf8'));

export const operationsOf = ({ paths }: Pick<OpenApiDocument, 'paths'>): DocumentedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );

export const documentedOperations = operationsOf(openApi);
