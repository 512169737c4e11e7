import type { Operation } from '#model/api-operation.ts';
import { type Answering, answer, type Platform } from './answer.ts';
import type { RawRequest } from './request.ts';

/** An operation that can be called, whatever its types are. */
export interface Route {
  method: NonNullable<Operation['method']>;
  path: string;
  answer(platform: Platform, raw: RawRequest): Promise<Response>;
}

export const routeOf = <Of extends Operation>(answering: Answering<Of>): Route => ({
  method: answering.operation.method ?? 'GET',
  path: answering.operation.path,
  answer: (platform, raw) => answer(answering, platform, raw),
});
