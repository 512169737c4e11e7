import * as z from 'zod';

/** What an operation of the HTTP API is, and the parameters that many have. */

/** What a successful answer holds in `data`: `rows` are paged, and so are `lists` of them; pages of `events` never end. */
type Shape = 'one' | 'rows' | 'lists' | 'events';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface Definition<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Data extends z.ZodType,
  Body extends z.ZodType,
> {
  /** GET where it is not told. */
  method?: Method;
  path: string;
  summary: string;
  /** What the summary has no room for. */
  description?: string;
  parameters: Path;
  query: Query;
  /** What is sent, as JSON or YAML. */
  body?: Body;
  /** Only who names the current entity tag may write. */
  ifMatch?: true;
  shape: Shape;
  data: Data;
  /** Status codes of success, 200 where they are not told; an answer of 204 has no content. */
  succeedsWith?: readonly (200 | 201 | 204)[];
  /** Status codes of this operation beside those of every one and those that `body` and `ifMatch` bring. */
  alsoAnswers?: readonly number[];
}

export type Operation = Definition<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>;

export const define = <
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Data extends z.ZodType,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<Path, Query, Data, Body>,
): Definition<Path, Query, Data, Body> => definition;

export const name = z.string().min(1).max(512);
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.int().min(least).max(most));
export const truth = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .pipe(z.boolean());

export const page = {
  cursor: z.string().min(1).max(2048).optional().describe('`page.next` of an answer to the same query'),
  limit: wholeNumber(1, 1000).default(100).describe('rows in an answer, 1 to 1000'),
};
export const nothing = z.object({});
export const byId = z.object({ id: name });
export const moment = z.iso.datetime({ offset: true });
