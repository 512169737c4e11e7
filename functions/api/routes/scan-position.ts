import type { ScanPosition } from '#rib/read/scan.ts';
import type { RouteKey } from '#rib/rows/route-key.ts';
import { Problem } from '../http/problem.ts';

/** A place in the order of rows as text for a cursor: keys are octets, which JSON alone would write at six times their length. */
export const positionText = ({ key, routerId, feed }: ScanPosition): string =>
  JSON.stringify([Buffer.from(key).toString('base64url'), routerId, feed]);

/** The inverse. @throws Problem 410 */
export function parsePositionText(text: string): ScanPosition {
  const [key, routerId, feed]: unknown[] = JSON.parse(text);
  if (typeof key !== 'string' || typeof routerId !== 'string' || typeof feed !== 'string') throw foreignPosition();
  return { key: Buffer.from(key, 'base64url').toString(), routerId, feed };
}

export const pagePosition = (after: string | null): ScanPosition | null =>
  after === null ? null : parsePositionText(after);

/** Of everything that has the key, the end. */
export const behindKey = (key: RouteKey): ScanPosition => ({ key, routerId: '\uffff', feed: '\uffff' });

export const foreignPosition = (): Problem =>
  new Problem('expired-cursor', 'The cursor is of another version: begin again without one.');
