import { printable } from '#model/printable.ts';
import { ApiError, type Fault } from './api-error.ts';
import type { Document } from './document.ts';

/** One thing that is wrong with a document. */
export interface DocumentFault extends Omit<Fault, 'parameter'> {
  /** `roles.0.name`; null: of all of it. */
  path: string | null;
  line: number | null;
}

/** What is wrong with a document that the station refuses, with where; null where it says something else. */
export async function faultsOf(error: unknown, document: Document): Promise<readonly DocumentFault[] | null> {
  if (!isRefusal(error)) return null;
  const lineOf = await lineFinder(document);
  return error.faults.map(({ parameter, ...fault }) => {
    const path = parameter === 'body' ? null : parameter;
    return { path, line: path === null ? null : lineOf(path), ...fault };
  });
}

/** `rules.yaml:12: roles.0.nam: is not known here; did you mean name?` */
export function faultText({ name }: Document, { path, line, detail, suggestion }: DocumentFault): string {
  const hint = suggestion === undefined || detail.includes(suggestion) ? '' : `; did you mean ${suggestion}?`;
  const where = line === null ? name : `${name}:${line}`;
  return printable(`${where}: ${path === null ? '' : `${path}: `}${detail}${hint}`);
}

/** 400: it can't be read; 422: it is not what it has to be. */
const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 422 || (error.status === 400 && error.faults.some(isOfBody)));

const isOfBody = ({ parameter }: Fault): boolean => parameter === 'body';

/** JSON is YAML, as far as places go. */
async function lineFinder({ content }: Document): Promise<(path: string) => number | null> {
  const { isNode, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, logLevel: 'silent' });
  return (path) => {
    // What is missing stands where it would belong: in the nearest part that is there.
    for (let names = namesOf(path); names.length > 0; names = names.slice(0, -1)) {
      const node = document.getIn(names, true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
}

const namesOf = (path: string): (string | number)[] =>
  path.split('.').map((name) => (/^\d+$/.test(name) ? Number(name) : name));
