import * as z from 'zod';

/** An environment variable that holds JSON of this form. */
export const jsonVariable = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => parseJson(text, context))
    .pipe(schema);

/** JSON, an object with these values. */
export const mappingVariable = <Value>(value: z.ZodType<Value>) =>
  jsonVariable(z.record(z.string(), value)).transform(
    (values): ReadonlyMap<string, Value> => new Map(Object.entries(values)),
  );

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
}
