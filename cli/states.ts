import type { ChainRow, SteeringRow } from '#model/api-chain-rows.ts';
import type { CaptureRow } from '#model/api-control-rows.ts';
import type { AnnouncementRow, ElementRow, FindingRow } from '#model/api-rows.ts';

/**
 * The words of the API's enumerations. Its schemas take longer to load than a local answer takes; these are objects, so that
 * the compiler misses a word that is not here.
 */

const announcement: Record<AnnouncementRow['state'], true> = {
  announced: true,
  learning: true,
  rejected: true,
  stale: true,
};
const element: Record<ElementRow['state'], true> = {
  learning: true,
  complete: true,
  'half-open': true,
  draining: true,
  rejected: true,
  stale: true,
  lost: true,
  conflict: true,
};
const steering: Record<SteeringRow['state'], true> = {
  resolved: true,
  learning: true,
  stale: true,
  draining: true,
  'half-open': true,
  dangling: true,
};
const origin: Record<ChainRow['origin'], true> = { rules: true, element: true, sfc: true };
const capture: Record<CaptureRow['state'], true> = {
  requested: true,
  capturing: true,
  waiting: true,
  stopping: true,
  ended: true,
};
const severity: Record<FindingRow['severity'], true> = { info: true, warning: true, critical: true };
const step: Record<AnnouncementRow['pipeline']['accepted'], true> = { yes: true, no: true, unknown: true };

export const announcementStates = Object.keys(announcement);
export const elementStates = Object.keys(element);
export const captureStates = Object.keys(capture);
export const steeringStates = Object.keys(steering);
export const chainOrigins = Object.keys(origin);
/** The mildest first. */
export const severities = Object.keys(severity);
export const pipelineSteps = Object.keys(step);
