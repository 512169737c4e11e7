import type { CaptureState, RequestState } from '#model/control.ts';

/** What operators ask of collectors, and what the collectors answer. Failures of the table reject. */
export interface Requests {
  /** Of all routers. May be some moments old. */
  list(): Promise<RequestState[]>;
  read(routerId: string): Promise<RequestState | null>;
  readCapture(routerId: string, captureId: string): Promise<CaptureState | null>;
  /** `ttl` in epoch seconds. False when a later session has written it. */
  putCapture(state: CaptureState, ttl: number): Promise<boolean>;
}
