import * as z from 'zod';
import {
  captureDocument,
  captureFile,
  captureRow,
  captureStates,
  resyncDocument,
  resyncRow,
} from './api-control-rows.ts';
import { byId, define, name, nothing, page, wholeNumber } from './api-operation.ts';

/** Operations on what collectors are asked to do. They look for it every few seconds, and nobody connects to them. */

const ofCapture = z.object({ id: name.describe('of the router'), capture: name });

export const controlOperations = {
  listCaptures: define({
    path: '/v1/captures',
    summary: 'Captures of what routers send, of all routers',
    parameters: nothing,
    query: z.object({ state: z.enum(captureStates).optional(), ...page }),
    shape: 'rows',
    data: captureRow,
  }),
  listRouterCaptures: define({
    path: '/v1/routers/{id}/captures',
    summary: 'Captures of what a router sent',
    parameters: byId,
    query: z.object(page),
    shape: 'rows',
    data: captureRow,
    alsoAnswers: [404],
  }),
  startCapture: define({
    method: 'POST',
    path: '/v1/routers/{id}/captures',
    summary: 'Begins to write what a router sends into files, as it is; one capture a router at a time',
    description:
      'It begins within seconds in the session that there is, each file with what is needed to read it, or with the next session. The session is never made to wait for it: what cannot be written fast enough is left out, and counted.',
    parameters: byId,
    query: nothing,
    body: captureDocument,
    shape: 'one',
    data: captureRow,
    succeedsWith: [201],
    alsoAnswers: [404, 409],
  }),
  getCapture: define({
    path: '/v1/routers/{id}/captures/{capture}',
    summary: 'One capture',
    parameters: ofCapture,
    query: nothing,
    shape: 'one',
    data: captureRow,
    alsoAnswers: [404],
  }),
  stopCapture: define({
    method: 'DELETE',
    path: '/v1/routers/{id}/captures/{capture}',
    summary: 'Ends a capture, within seconds; its files stay until they expire',
    parameters: ofCapture,
    query: nothing,
    shape: 'one',
    data: captureRow,
    alsoAnswers: [404, 409],
  }),
  getCaptureFile: define({
    path: '/v1/routers/{id}/captures/{capture}/files/{number}',
    summary: 'A file of a capture, and where its octets are',
    parameters: ofCapture.extend({ number: wholeNumber(1, 999_999_999) }),
    query: nothing,
    shape: 'one',
    data: captureFile,
    alsoAnswers: [404, 409],
  }),
  resyncRouter: define({
    method: 'POST',
    path: '/v1/routers/{id}/resync',
    summary: 'Closes the session of a router, within seconds, so that it connects and dumps all anew',
    description: 'What is known stays as it is meanwhile; what had been lost comes with the dump.',
    parameters: byId,
    query: nothing,
    body: resyncDocument,
    shape: 'one',
    data: resyncRow,
    alsoAnswers: [404, 409],
  }),
} as const;
