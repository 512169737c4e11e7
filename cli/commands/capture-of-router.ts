import type { CaptureRow } from '#model/api-control-rows.ts';
import type { ApiClient } from '../api-client.ts';
import type { Command, Parameter } from './command.ts';

export const ofRouter: Parameter = { name: 'ROUTER', required: true };

export const wantedCapture: Command['options'] = {
  capture: { summary: 'this one instead of the last', value: 'ID' },
};

export const capturesPath = (router: string): string => `/v1/routers/${encodeURIComponent(router)}/captures`;

/** The last of a router's captures that is wanted. */
export async function foundCapture(
  api: ApiClient,
  router: string,
  isWanted: (capture: CaptureRow) => boolean,
): Promise<CaptureRow | undefined> {
  let last: CaptureRow | undefined;
  for await (const capture of api.list<CaptureRow>(capturesPath(router))) {
    if (isWanted(capture)) last = capture;
  }
  return last;
}
