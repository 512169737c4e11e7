import { readFile } from 'node:fs/promises';

/** The document that `openapi.ts` wrote: it lies beside this file, and beside the bundle that this becomes a part of. */
export const readDocument = (): Promise<string> => readFile(new URL('openapi.json', import.meta.url), 'utf8');
