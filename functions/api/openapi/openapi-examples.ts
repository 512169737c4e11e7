import * as z from 'zod';

/** A request to the station that the tests know and what it answers: openapi-examples.json is made of these. */
const example = z.object({
  /** By the names of path and query. */
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  body: z.unknown().optional(),
  status: z.int(),
  /** Missing where an answer has no content. */
  answer: z.unknown().optional(),
});

export const openApiExamples = z.record(z.string(), example);

/** By operation. */
export type OpenApiExamples = z.infer<typeof openApiExamples>;
