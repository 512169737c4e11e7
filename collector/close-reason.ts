/** Why a connection ended: the key is the label of metrics, the text is for people. */
export const closeReasons = {
  'closed-by-router': 'connection closed by the router',
  'connection-error': 'connection failed',
  terminated: 'terminated by the router',
  'framing-error': 'the byte stream is no BMP',
  'no-initiation': 'no Initiation message',
  'not-listed': 'the router is not on the list of known routers',
  'held-down': 'the router is held down, as it comes too often',
  stalled: 'a message that does not come to its end',
  resync: 'closed so that the router dumps anew',
  superseded: 'superseded by a newer connection',
  'taken-over': 'taken over by another collector',
  stopping: 'collector stopping',
  'internal-error': 'internal error of the collector',
} as const;

export type CloseReason = keyof typeof closeReasons;

/** A session that ended so was lost: neither the router nor we meant it to end. */
const losses: ReadonlySet<CloseReason> = new Set<CloseReason>([
  'closed-by-router',
  'connection-error',
  'framing-error',
  'stalled',
  'internal-error',
]);

export const isLoss = ({ reason }: Closing): boolean => losses.has(reason);

/** A session that ended so ended by our doing alone: the router is not to blame that it comes again. */
const byStation: ReadonlySet<CloseReason> = new Set<CloseReason>([
  'resync',
  'taken-over',
  'stopping',
  'internal-error',
]);

export const isByStation = ({ reason }: Closing): boolean => byStation.has(reason);

export interface Closing {
  reason: CloseReason;
  /** What makes this case differ from others of the reason, e.g. an error code. */
  detail: string | null;
}

export const closingText = ({ reason, detail }: Closing): string =>
  detail === null ? closeReasons[reason] : `${closeReasons[reason]}: ${detail}`;
