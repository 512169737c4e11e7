import * as z from 'zod';
import { invalidDocument, type RequestFault } from './problem.ts';
import { unknownName } from './validation.ts';

const mostFaults = 100;
const longestPath = 256;

type Issue = z.core.$ZodIssue;
type Names = readonly string[];
/** By the names that an object has and may not have, those that it may: zod knows them only while it validates. */
type Allowed = Map<Names, Names>;

/** A document as its schema has it. @throws Problem 422 with the path of each fault */
export function validDocument<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const allowed: Allowed = new Map();
  const parsed = schema.safeParse(value, { error: (issue) => noteNames(allowed, issue) });
  if (parsed.success) return parsed.data;
  throw invalidDocument(parsed.error.issues.flatMap((issue) => faultsOf(issue, [], allowed)).slice(0, mostFaults));
}

function noteNames(allowed: Allowed, issue: z.core.$ZodRawIssue): undefined {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
    allowed.set(issue.keys, Object.keys(issue.inst.shape));
  }
}

function faultsOf(issue: Issue, outer: readonly PropertyKey[], allowed: Allowed): RequestFault[] {
  const path = [...outer, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownName(pathText([...path, key]), key, allowed.get(issue.keys) ?? []));
  }
  const branch = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (branch) return branch.flatMap((inner) => faultsOf(inner, path, allowed));
  return [{ parameter: pathText(path), detail: messageOf(issue) }];
}

/** Of the forms that a value could have, the one of its type with the fewest faults. */
function meantBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const ofItsType = branches.filter(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  return ofItsType.toSorted((a, b) => a.length - b.length)[0];
}

function messageOf(issue: Issue): string {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue.message;
  return [...new Set(issue.errors.flat().map(({ message }) => message))].join('; or: ');
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'body' : path.map(String).join('.').slice(0, longestPath);
