import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.ts';

/** Writes openapi.json, which is committed and served. */
await writeFile(new URL('openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
