import { UnreadableText } from './body-text.ts';
import { parseJson } from './json-text.ts';
import { invalidRequest, Problem } from './problem.ts';
import { parseYaml } from './yaml-text.ts';

/** What a request may bring; the first two are documented, the others were in use before YAML had a registered name. */
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': parseJson,
  'application/yaml': parseYaml,
  'application/x-yaml': parseYaml,
  'text/yaml': parseYaml,
};

export const bodyTypes = ['application/json', 'application/yaml'] as const;
/** Octets of a body, where the station is not told otherwise. */
export const usualBody = 256 * 1024;

/** What has not been read of a large body would stand before the next request. */
const unread = { connection: 'close' };

/** A body as it came. */
export interface RawBody {
  contentType: string | undefined;
  contentLength: string | undefined;
  stream: ReadableStream<Uint8Array> | null;
}

/** The value that a body of at most so many octets says. @throws Problem 400, 413, 415 */
export async function readBody({ contentType, contentLength, stream }: RawBody, most: number): Promise<unknown> {
  const parse = parserOf(contentType);
  if (Number(contentLength ?? 0) > most) throw tooLarge(most);
  const text = textOf(stream === null ? [] : await chunksOf(stream, most));
  if (text.trim() === '') throw unreadable('is empty');
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof UnreadableText ? unreadable(error.message) : error;
  }
}

function parserOf(contentType: string | undefined): (text: string) => unknown {
  const [type = ''] = (contentType ?? '').split(';');
  const parse = parsers[type.trim().toLowerCase()];
  if (parse) return parse;
  throw new Problem('unsupported-media-type', `The Content-Type has to be ${bodyTypes.join(' or ')}.`, {
    headers: { accept: bodyTypes.join(', '), ...unread },
  });
}

async function chunksOf(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of stream) {
    octets += chunk.length;
    if (octets > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return chunks;
}

function textOf(chunks: readonly Uint8Array[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw unreadable('is not UTF-8');
  }
}

const tooLarge = (most: number): Problem =>
  new Problem('content-too-large', `A body may have ${most} octets.`, { headers: unread });

const unreadable = (detail: string): Problem => invalidRequest([{ parameter: 'body', detail }]);
