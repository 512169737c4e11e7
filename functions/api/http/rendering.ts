import * as z from 'zod';
import type { OperationId } from '#model/api.ts';
import { announcementRow } from '#model/api-rows.ts';
import { discoveredText } from '#model/discovered-text.ts';
import type { MediaType } from './media-types.ts';
import { byName, csvOf, inFull, plainText, textTable } from './table.ts';

/** An answer before it is written: `content` decides the entity tag, `meta` (when and from where) does not. */
export interface Rendered {
  operationId: string;
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
  'text/plain': (answer) => (textWriters[answer.operationId] ?? alignedRows)(answer),
};

/** Operations that have a look of their own as text. */
const textWriters: Readonly<Partial<Record<string, Writer>>> = {
  listAnnouncements: ({ rows }) => z.array(announcementRow).parse(rows).map(discoveredText).join(''),
} satisfies Partial<Record<OperationId, Writer>>;

const alignedRows: Writer = (answer) => plainText(textTable(listed(answer), byName));

export const written = (answer: Rendered, mediaType: MediaType): string => writers[mediaType](answer);

/** In tables of routes a row is a route and not a prefix. */
function listed({ operationId, rows }: Rendered): readonly unknown[] {
  return operationId === 'lookupRoutes' ? rows.flatMap(routesOf) : rows;
}

const withRoutes = z.object({ routes: z.array(z.unknown()) });

const routesOf = (group: unknown): unknown[] => withRoutes.parse(group).routes;
