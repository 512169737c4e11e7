import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '#functions/api/openapi/openapi-document.ts';
import { makeExamples } from './openapi-examples.ts';
import { operationsOf } from './openapi-operations.ts';

/** Writes functions/api/openapi/openapi-examples.json, which is committed. */
const file = new URL('../../../functions/api/openapi/openapi-examples.json', import.meta.url);
const operations = operationsOf(JSON.parse(JSON.stringify(openApiDocument())));
const examples = await makeExamples(operations);
await writeFile(file, `${JSON.stringify(examples, null, 2)}\n`);
const without = operations
  .filter(({ operationId }) => !(operationId in examples))
  .map(({ operationId }) => operationId);
if (without.length > 0) console.warn(`no answer, so no example: ${without.join(', ')}`);
