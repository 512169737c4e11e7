import * as z from 'zod';
import { captureLimits } from './control.ts';

/** What the HTTP API shows of captures and resyncs. */

const time = z.iso.datetime().describe('RFC 3339, UTC');
const count = z.int().min(0);
const text = z.string();

export const captureStates = ['requested', 'capturing', 'waiting', 'stopping', 'ended'] as const;

const within = ({ least, most, usual }: { least: number; most: number; usual: number }) =>
  z.int().min(least).max(most).default(usual);

export const captureDocument = z.strictObject({
  fileBytes: within(captureLimits.fileBytes).describe('octets of a file'),
  files: within(captureLimits.files).describe('how many files are kept: the oldest make room'),
  minutes: within(captureLimits.minutes).describe('after which it ends by itself'),
  resync: z
    .boolean()
    .default(false)
    .describe('the session is closed, and the capture begins with the first octet of the next one'),
});

export const capturedFile = z.object({
  number: z.int().describe('from 1 on'),
  session: z.int(),
  bytes: count,
  preambleBytes: count.describe(
    'of these, Initiation and Peer Ups from before, so that the file can be read by itself',
  ),
  missingPeerUps: count.describe('Peer Ups that had no room there'),
  follows: z.boolean().describe('it goes on where the file before it ended'),
  messages: count,
  firstAt: time,
  lastAt: time,
});

export const captureRow = z.object({
  id: text.describe('unique among those of the router, in the order of time'),
  router: text,
  state: z
    .enum(captureStates)
    .describe(
      '`waiting`: the router is away, and it goes on with its next session; `stopping`: the collector will hear of it',
    ),
  endReason: text.nullable(),
  requestedAt: time.nullable(),
  requestedBy: text.nullable(),
  startedAt: time.nullable(),
  updatedAt: time.nullable(),
  until: time.nullable().describe('when it ends, or would have ended, by itself'),
  collector: text.nullable(),
  session: z.int().nullable(),
  messages: count,
  bytes: count,
  dropped: z
    .object({ messages: count, bytes: count })
    .describe('left out, as the files could not be written fast enough: the session was not made to wait for them'),
  failure: text.nullable().describe('the last thing that went wrong in writing'),
  files: z.array(capturedFile).describe('those that are kept, oldest first; a stream of BMP each'),
});

export const captureFile = capturedFile.extend({
  url: text.describe('where its octets are, for who asks without credentials; relative to the station, or absolute'),
  expiresAt: time.nullable().describe('until when'),
});

export const resyncDocument = z.strictObject({
  session: z
    .int()
    .min(1)
    .optional()
    .describe('409 where the router has another one by now; without it, the session that there is'),
});

export const resyncRow = z.object({
  router: text,
  session: z.int().describe('that is going to be closed'),
  requestedAt: time,
});

export type CaptureRow = z.infer<typeof captureRow>;
export type CapturedFileRow = z.infer<typeof capturedFile>;
export type CaptureFileRow = z.infer<typeof captureFile>;
export type ResyncRow = z.infer<typeof resyncRow>;
