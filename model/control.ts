/** What is asked of the collector that holds a router's connection, and what became of it. Times are milliseconds since 1970. */

/** Written by the API alone; one a router. */
export interface RequestState {
  routerId: string;
  version: number;
  capture: CaptureRequest | null;
  resync: ResyncRequest | null;
}

export interface CaptureRequest {
  /** Unique among the captures of the router, and in the order of time. */
  id: string;
  requestedAt: number;
  requestedBy: string | null;
  /** Octets of a file, and how many files are kept. */
  fileBytes: number;
  files: number;
  /** When it ends by itself. */
  until: number;
  /** Sessions before this one are not captured. */
  fromSession: number;
  /** When an operator ended it. */
  stoppedAt: number | null;
}

/** Sessions up to this one are closed, so that the router connects and dumps anew. */
export interface ResyncRequest {
  session: number;
  requestedAt: number;
  requestedBy: string | null;
}

/** Written by the collector that holds, or held last, the router's connection; of each capture one. */
export interface CaptureState {
  routerId: string;
  captureId: string;
  collectorId: string;
  /** The session that it was written in: none that is older may write it. */
  session: number;
  /** `waiting`: the session is over, and it goes on in the next. */
  state: 'capturing' | 'waiting' | 'ended';
  /** Why it `ended`. */
  endReason: string | null;
  startedAt: number;
  updatedAt: number;
  messages: number;
  bytes: number;
  /** What was left out, as the files could not be written fast enough. */
  droppedMessages: number;
  droppedBytes: number;
  /** The last thing that went wrong in writing. */
  failure: string | null;
  /** Those that are kept, oldest first. */
  files: CapturedFile[];
}

export interface CapturedFile {
  /** From 1 on, over all sessions of the capture. */
  number: number;
  /** Where the destination has it. */
  name: string;
  session: number;
  bytes: number;
  /** Octets at its start that the router sent earlier: Initiation and Peer Ups, so that the file can be read by itself. */
  preambleBytes: number;
  /** Peer Ups that had no room in the preamble. */
  missingPeerUps: number;
  /** Whether it goes on where the file before it ended. */
  follows: boolean;
  messages: number;
  firstAt: number;
  lastAt: number;
}

/** What may be asked of a capture. */
export const captureLimits = {
  fileBytes: { least: 1_048_576, most: 67_108_864, usual: 16_777_216 },
  files: { least: 1, most: 16, usual: 4 },
  minutes: { least: 1, most: 1440, usual: 10 },
} as const;

/** Whether a request, at that time, wants a capture of that session. */
export const wantsCapture = (request: CaptureRequest, session: number, now: number): boolean =>
  request.stoppedAt === null && now < request.until && session >= request.fromSession;
