import type { CaptureRequest, RequestState } from '#model/control.ts';
import { timeText } from '../http/clock.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { keyOfParts, rowsOf } from '../http/paging.ts';
import { Problem } from '../http/problem.ts';
import { allCaptures, captureRow, capturesOf, fileRow, type KnownCapture } from './capture-rows.ts';
import { ask, claimOf } from './requests.ts';

export const captureEndpoints = {
  async listCaptures({ store, clock }, { query, page }) {
    const rows = (await allCaptures(store)).map((capture) => captureRow(capture, clock.now()));
    const wanted = rows.filter(({ state }) => matches(query.state, state));
    return rowsOf(
      wanted,
      ({ router, id }) => keyOfParts(router, id),
      (row) => row,
      page,
    );
  },

  async listRouterCaptures({ store, clock }, { parameters, page }) {
    await claimOf(store, parameters.id);
    return rowsOf(
      await capturesOf(store, parameters.id),
      ({ id }) => id,
      (capture) => captureRow(capture, clock.now()),
      page,
    );
  },

  async startCapture(sources, { parameters: { id: routerId }, body, caller }) {
    const { store, clock, captures } = sources;
    if (captures === undefined) throw new Problem('conflict', 'This station has nowhere to put captures.');
    const claim = await claimOf(store, routerId);
    const now = clock.now();
    const capture: CaptureRequest = {
      id: timeText(now).replaceAll(/[:.]/g, '-'),
      requestedAt: now,
      requestedBy: caller,
      fileBytes: body.fileBytes,
      files: body.files,
      until: now + body.minutes * 60_000,
      fromSession: body.resync ? claim.session + 1 : 0,
      stoppedAt: null,
    };
    await ask(sources, routerId, ({ capture: running, resync }) => {
      refuseSecond(running, now);
      const closing = { session: claim.session, requestedAt: now, requestedBy: caller };
      return { capture, resync: body.resync && claim.open ? closing : resync };
    });
    return { data: captureRow({ routerId, id: capture.id, request: capture, state: null }, now), status: 201 };
  },

  async getCapture(sources, { parameters: { id, capture } }) {
    return { data: captureRow(await known(sources, id, capture), sources.clock.now()) };
  },

  async stopCapture(sources, { parameters: { id: routerId, capture: id } }) {
    const { clock } = sources;
    const { state } = await known(sources, routerId, id);
    const { capture } = await ask(sources, routerId, (before) => stopped(before, id, clock.now()));
    return { data: captureRow({ routerId, id, request: capture, state }, clock.now()) };
  },

  async getCaptureFile(sources, { parameters: { id, capture, number } }) {
    const { clock, captures } = sources;
    const { state } = await known(sources, id, capture);
    const file = state?.files.find((candidate) => candidate.number === number);
    if (file === undefined) throw new Problem('not-found', `The capture has no file ${number}, or not any more.`);
    if (captures === undefined) throw new Problem('conflict', 'This station has nowhere to get captures from.');
    const { url, expiresAt } = await captures.linkTo(file.name, clock.now());
    return { data: { ...fileRow(file), url, expiresAt: expiresAt === null ? null : timeText(expiresAt) } };
  },
} satisfies Partial<Endpoints>;

async function known({ store }: Sources, routerId: string, id: string): Promise<KnownCapture> {
  const found = (await capturesOf(store, routerId)).find((capture) => capture.id === id);
  if (found === undefined) throw new Problem('not-found', `Of the router ${routerId} there is no capture ${id}.`);
  return found;
}

function refuseSecond(running: CaptureRequest | null, now: number): void {
  if (running === null || running.stoppedAt !== null || running.until <= now) return;
  throw new Problem('conflict', `The router is being captured until ${timeText(running.until)}: ${running.id}.`);
}

/** To stop what has been stopped changes nothing. */
function stopped({ capture, resync }: RequestState, id: string, now: number): Pick<RequestState, 'capture' | 'resync'> {
  if (capture?.id !== id) throw new Problem('conflict', 'The capture is over.');
  return { capture: { ...capture, stoppedAt: capture.stoppedAt ?? now }, resync };
}
