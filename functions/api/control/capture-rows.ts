import type { CapturedFileRow, CaptureRow } from '#model/api-control-rows.ts';
import type { CapturedFile, CaptureRequest, CaptureState, RequestState } from '#model/control.ts';
import { kinds } from '#model/keys.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { timeText, timeTextOrNull } from '../http/clock.ts';

/** What is known of a capture: at least one of the two. */
export interface KnownCapture {
  routerId: string;
  id: string;
  request: CaptureRequest | null;
  state: CaptureState | null;
}

export async function allCaptures(store: Store): Promise<KnownCapture[]> {
  const [requests, states] = await Promise.all([readAll(store, 'request'), readAll(store, 'capture')]);
  return together(requests, states);
}

export async function capturesOf(store: Store, routerId: string): Promise<KnownCapture[]> {
  const [request, states] = await Promise.all([
    readOne(store, 'request', kinds.request.key(routerId)),
    readAll(store, 'capture', kinds.capture.prefixOf(routerId)),
  ]);
  return together(request === undefined ? [] : [request], states);
}

/** A request that no collector has seen yet is a capture, too. */
function together(requests: readonly RequestState[], states: readonly CaptureState[]): KnownCapture[] {
  const asked = new Map(requests.map(({ routerId, capture }) => [`${routerId}#${capture?.id}`, capture]));
  const begun = states.map((state) => {
    const key = `${state.routerId}#${state.captureId}`;
    const request = asked.get(key) ?? null;
    asked.delete(key);
    return { routerId: state.routerId, id: state.captureId, request, state };
  });
  const unseen = requests.flatMap(({ routerId, capture }) =>
    capture !== null && asked.has(`${routerId}#${capture.id}`)
      ? [{ routerId, id: capture.id, request: capture, state: null }]
      : [],
  );
  return [...begun, ...unseen];
}

export function captureRow(known: KnownCapture, now: number): CaptureRow {
  const { routerId, id, request, state } = known;
  return {
    id,
    router: routerId,
    ...standing(known, now),
    requestedAt: timeTextOrNull(request?.requestedAt ?? null),
    requestedBy: request?.requestedBy ?? null,
    startedAt: timeTextOrNull(state?.startedAt ?? null),
    updatedAt: timeTextOrNull(state?.updatedAt ?? null),
    until: timeTextOrNull(request?.until ?? null),
    collector: state?.collectorId ?? null,
    session: state?.session ?? null,
    messages: state?.messages ?? 0,
    bytes: state?.bytes ?? 0,
    dropped: { messages: state?.droppedMessages ?? 0, bytes: state?.droppedBytes ?? 0 },
    failure: state?.failure ?? null,
    files: (state?.files ?? []).map(fileRow),
  };
}

/** A collector hears of an end within seconds, and says so; one that is gone, or was not needed, says nothing. */
const patience = 30_000;

function standing({ request, state }: KnownCapture, now: number): Pick<CaptureRow, 'state' | 'endReason'> {
  if (state?.state === 'ended') return { state: 'ended', endReason: state.endReason };
  const ended = (endReason: string) => ({ state: 'ended', endReason }) as const;
  if (request === null) return ended('nobody asks for it any more');
  const { stoppedAt, until } = request;
  if (stoppedAt !== null) {
    const isOver = state?.state !== 'capturing' || now > stoppedAt + patience;
    return isOver ? ended('stopped by an operator') : { state: 'stopping', endReason: null };
  }
  if (now > until + patience || (now > until && state?.state !== 'capturing')) {
    return ended(state === null ? 'the router did not come' : 'its time was over');
  }
  return { state: state?.state ?? 'requested', endReason: null };
}

export const fileRow = ({ name: _, firstAt, lastAt, ...rest }: CapturedFile): CapturedFileRow => ({
  ...rest,
  firstAt: timeText(firstAt),
  lastAt: timeText(lastAt),
});
