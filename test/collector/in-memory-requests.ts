import type { Requests } from '#collector/requests.ts';
import type { CaptureRequest, CaptureState, RequestState } from '#model/control.ts';

/** Requests in memory, with the conditions of the real ones. */
export class InMemoryRequests implements Requests {
  readonly requests = new Map<string, RequestState>();
  readonly captures = new Map<string, CaptureState>();

  ask(routerId: string, change: Partial<RequestState>): void {
    const before = this.requests.get(routerId) ?? { routerId, version: 0, capture: null, resync: null };
    this.requests.set(routerId, { ...before, ...change, version: before.version + 1 });
  }

  async list(): Promise<RequestState[]> {
    return structuredClone([...this.requests.values()]);
  }

  async read(routerId: string): Promise<RequestState | null> {
    return structuredClone(this.requests.get(routerId) ?? null);
  }

  async readCapture(routerId: string, captureId: string): Promise<CaptureState | null> {
    return structuredClone(this.captures.get(`${routerId}#${captureId}`) ?? null);
  }

  async putCapture(state: CaptureState): Promise<boolean> {
    const key = `${state.routerId}#${state.captureId}`;
    if ((this.captures.get(key)?.session ?? 0) > state.session) return false;
    this.captures.set(key, structuredClone(state));
    return true;
  }
}

export const captureRequest = (over: Partial<CaptureRequest> = {}): CaptureRequest => ({
  id: 'c1',
  requestedAt: Date.now(),
  requestedBy: null,
  fileBytes: 1_048_576,
  files: 4,
  until: Date.now() + 600_000,
  fromSession: 0,
  stoppedAt: null,
  ...over,
});
