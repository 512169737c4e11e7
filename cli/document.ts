import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CliError } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** A document that a person wrote, as it is sent. */
export interface Document {
  /** As messages name it. */
  name: string;
  content: string;
  mediaType: 'application/json' | 'application/yaml';
}

/** @throws CliError */
export async function readDocument(file: string, terminal: Terminal): Promise<Document> {
  const content = file === '-' ? await text(terminal.stdin) : await contentOf(file);
  return { name: file === '-' ? 'standard input' : file, content, mediaType: mediaTypeOf(file, content) };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(`can't read ${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** By its name; where that says nothing, JSON is what can be read as it. */
function mediaTypeOf(file: string, content: string): Document['mediaType'] {
  if (/\.json$/i.test(file)) return 'application/json';
  if (/\.ya?ml$/i.test(file)) return 'application/yaml';
  try {
    JSON.parse(content);
    return 'application/json';
  } catch {
    return 'application/yaml';
  }
}
