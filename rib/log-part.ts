import { segmentKeys } from '#model/keys.ts';
import { seqOf, sessionOf, type Token, tokenOf } from '#model/token.ts';
import { queryLog } from './log.ts';
import { DamageError, VersionError } from './octets.ts';
import { Segment } from './segment.ts';
import type { Store, Stored } from './store.ts';

/** An item of the log, opened. */
export interface LogPart {
  /** Its sort key. */
  position: string;
  /** Of the first row of its entry, and the highest of the entry. */
  first: Token;
  last: Token;
  receivedAt: number;
  /** Of the item in the table. */
  octets: number;
  /** Or why it could not be read. */
  segment: Segment | DamageError | VersionError;
}

export const segmentOf = ({ segment }: LogPart): Segment[] => (segment instanceof Segment ? [segment] : []);

export function openPart({ key, document: { data, receivedAt } }: Stored, family: string): LogPart {
  return {
    position: key.sk,
    first: segmentKeys.firstOf(key),
    last: segmentKeys.lastOf(key),
    receivedAt: typeof receivedAt === 'number' ? receivedAt : 0,
    octets: data instanceof Uint8Array ? data.length : 0,
    segment: openSegment(data, family),
  };
}

function openSegment(data: unknown, family: string): LogPart['segment'] {
  try {
    return new Segment(data, family);
  } catch (error) {
    if (error instanceof DamageError || error instanceof VersionError) return error;
    throw error;
  }
}

/** A stretch of the log: its parts, and the token up to which they hold every row. */
export interface LogRun {
  parts: readonly LogPart[];
  until: Token;
}

/**
 * The log between two tokens, or as much of it as a bound in octets allows: then it ends before the first row of an entry,
 * and all rows below that are in entries which begin below it.
 */
export async function readRun(
  store: Store,
  routerId: string,
  family: string,
  { covered, applied, mostOctets }: { covered: Token; applied: Token; mostOctets: number },
): Promise<LogRun> {
  const parts: LogPart[] = [];
  let octets = 0;
  for await (const item of queryLog(store, routerId, family, covered)) {
    const part = openPart(item, family);
    if (part.first > applied) break;
    const begins = parts.length > 0 && parts.at(-1)?.first !== part.first;
    if (begins && octets >= mostOctets) return { parts, until: before(part.first) };
    octets += part.octets;
    parts.push(part);
  }
  return { parts, until: applied };
}

const before = (token: Token): Token => tokenOf(sessionOf(token), Math.max(0, seqOf(token) - 1));
