import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type JsonSchema, openApi } from './openapi-operations.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(within({ $id: 'openapi', $defs: openApi.components.schemas }, ''));

const known = new Map<string, ValidateFunction>();

/** What is wrong with a value by a schema of openapi.json; empty where nothing is. */
export function faultsOf(schema: JsonSchema, value: unknown): string[] {
  const text = JSON.stringify(schema);
  const validate = known.get(text) ?? ajv.compile(within(schema, 'openapi'));
  known.set(text, validate);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
}

/** A schema that finds the others where ajv has them. */
function within(schema: object, document: string): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', `"${document}#/$defs/`));
}

/** A schema in place of what refers to it. */
export function resolved(schema: JsonSchema): JsonSchema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const name = $ref.slice('#/components/schemas/'.length);
  const found = openApi.components.schemas[name];
  if (found === undefined) throw new Error(`${$ref} is not in openapi.json`);
  return resolved(found);
}
