import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { OperationId } from '#model/api.ts';
import { announcementRow } from '#model/api-rows.ts';
import { discoveredText } from '#model/discovered-text.ts';
import type { MediaType } from './media-types.ts';
import { byName, csvOf, inFull, plainText, textTable } from './table.ts';

/** An answer before it is written: `content` decides the entity tag, `meta` (when and from where) does not. */
export interface Rendered {
  operation: OperationId;
  /** Rows of a page, or the one thing. */
  rows: readonly unknown[];
  content: { data: unknown; page?: { next: string | null; limit: number } };
  meta: object;
}

type Writer = (answer: Rendered) => string;

const writers: Record<MediaType, Writer> = {
  'application/json': ({ content, meta }) => JSON.stringify({ ...content, meta }),
  'application/x-ndjson': ({ rows }) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  'text/csv': (answer) => csvOf(textTable(listed(answer), inFull)),
  'text/plain': (answer) => (textWriters[answer.operation] ?? alignedRows)(answer),
};

/** Operations that have a look of their own as text. */
const textWriters: Partial<Record<OperationId, Writer>> = {
  listAnnouncements: ({ rows }) => z.array(announcementRow).parse(rows).map(discoveredText).join(''),
};

const alignedRows: Writer = (answer) => plainText(textTable(listed(answer), byName));

export const written = (answer: Rendered, mediaType: MediaType): string => writers[mediaType](answer);

/** Weak: the same content at another time differs in `meta`. */
export function entityTag({ content }: Rendered, mediaType: MediaType): string {
  const digest = createHash('sha256').update(mediaType).update(JSON.stringify(content)).digest('base64url');
  return `W/"${digest.slice(0, 22)}"`;
}

/** RFC 9110 §13.1.2, weak comparison. */
export function isUnchanged(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((given) => given.trim() === '*' || opaque(given) === opaque(tag));
}

/** In tables of routes a row is a route and not a prefix. */
function listed({ operation, rows }: Rendered): readonly unknown[] {
  return operation === 'lookupRoutes' ? rows.flatMap(routesOf) : rows;
}

const withRoutes = z.object({ routes: z.array(z.unknown()) });

const routesOf = (group: unknown): unknown[] => withRoutes.parse(group).routes;
