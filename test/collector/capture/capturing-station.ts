import type { CaptureRequest, CaptureState } from '#model/control.ts';
import { captureRequest, InMemoryRequests } from '../in-memory-requests.ts';
import { type Station, startStation } from '../station.ts';
import { MemoryDestination } from './memory-destination.ts';

export interface CapturingStation extends Station {
  requests: InMemoryRequests;
  destination: MemoryDestination;
  /** Asks for a capture of nj01emd. */
  capture(over?: Partial<CaptureRequest>): void;
  state(id?: string): CaptureState | undefined;
  /** The octets of the files that the table knows of, oldest first. */
  octets(id?: string): Buffer[];
}

/** A collector that looks for requests all the time. */
export async function startCapturingStation(): Promise<CapturingStation> {
  const requests = new InMemoryRequests();
  const destination = new MemoryDestination();
  const station = await startStation({ controlSeconds: 0.01 }, { requests, captureDestination: destination });
  const state = (id = 'c1') => requests.captures.get(`nj01emd#${id}`);
  return {
    ...station,
    requests,
    destination,
    state,
    capture: (over) => requests.ask('nj01emd', { capture: captureRequest(over) }),
    octets: (id) =>
      (state(id)?.files ?? []).map(({ name, bytes }) =>
        Buffer.from(destination.files.get(name) ?? []).subarray(0, bytes),
      ),
  };
}
