import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';

const version = 1;

/** Names the operation and every part of the query that decides what the rows are. */
export function queryFingerprint(path: string, query: Readonly<Record<string, unknown>>): string {
  const { cursor: _cursor, limit: _limit, ...deciding } = query;
  const parts = Object.entries(deciding)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([path, parts]))
    .digest('base64url')
    .slice(0, 12);
}

/** A cursor says after which row to go on, so rows that come and go between two pages move nothing. */
export const encodeCursor = (fingerprint: string, position: string): string =>
  Buffer.from(JSON.stringify([version, fingerprint, position])).toString('base64url');

/** @throws Problem 400 for a cursor of another query, 410 for one of another version of this service */
export function decodeCursor(cursor: string, fingerprint: string): string {
  const [madeBy, madeFor, position] = parts(cursor);
  if (typeof madeBy !== 'number' || typeof position !== 'string') throw foreign();
  if (madeBy !== version)
    throw new Problem('expired-cursor', 'The cursor is of another version: begin again without one.');
  if (madeFor !== fingerprint) throw foreign();
  return position;
}

function parts(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const foreign = (): Problem =>
  new Problem('invalid-cursor', 'A cursor goes with the query it was given for, unchanged but for `limit`.', {
    faults: [{ parameter: 'cursor', detail: 'is not a cursor of this query' }],
  });
