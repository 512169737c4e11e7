import type * as z from 'zod';
import { nearestName } from '#model/nearest-name.ts';
import { invalidRequest, type RequestFault } from './problem.ts';

const longestName = 64;

/** The query as the operation's schema has it. @throws Problem 400, also for a name that is unknown or given twice */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, search: URLSearchParams): z.output<Schema> {
  const known = Object.keys(schema.shape);
  const names = [...search.keys()];
  const faults = [...new Set(names)].flatMap((name) => faultOfName(name, known, names));
  if (faults.length > 0) throw invalidRequest(faults);
  return parseValues(schema, Object.fromEntries(search));
}

/** @throws Problem 400 */
export function parseValues<Schema extends z.ZodObject>(
  schema: Schema,
  values: Record<string, string>,
): z.output<Schema> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw invalidRequest(
    parsed.error.issues.map(({ path, message }) => ({ parameter: path.join('.'), detail: message })),
  );
}

function faultOfName(name: string, known: readonly string[], names: readonly string[]): RequestFault[] {
  if (!known.includes(name)) return [unknownName(name.slice(0, longestName), name, known)];
  const times = names.filter((other) => other === name).length;
  return times > 1 ? [{ parameter: name, detail: `is given ${times} times` }] : [];
}

/** What to say of a name that is none of `known`; `parameter` is where it stands. */
export function unknownName(parameter: string, name: string, known: readonly string[]): RequestFault {
  const suggestion = nearestName(name.slice(0, longestName), known);
  if (suggestion) return { parameter, detail: `is not known here; did you mean ${suggestion}?`, suggestion };
  const offer = known.length > 0 ? `known are ${known.join(', ')}` : 'there are no parameters';
  return { parameter, detail: `is not known here; ${offer}` };
}
