import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.ts';
import examples from './openapi-examples.json' with { type: 'json' };
import { openApiExamples } from './openapi-examples.ts';

/** Writes openapi.json, which is committed and served. */
const document = openApiDocument(openApiExamples.parse(examples));
await writeFile(new URL('openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
