import { text } from 'node:stream/consumers';
import { type FakeAnswer, type FakeStation, fakeStation } from './fake-station.ts';

/** A request that brought something. */
export interface Sent {
  method: string;
  /** With its query. */
  path: string;
  body: string;
  contentType: string | undefined;
  ifMatch: string | undefined;
}

/** By method and path; of several answers the last stands for all further requests. */
export type Answers = Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>;

export interface AnsweringStation extends FakeStation {
  sent: Sent[];
}

/** A station with an answer for each operation; of others it says that there is no such thing. */
export async function answeringStation(answers: Answers): Promise<AnsweringStation> {
  const sent: Sent[] = [];
  const asked = new Map<string, number>();
  const station = await fakeStation(async ({ pathname, search }, request) => {
    const { method = '', headers } = request;
    const operation = `${method} ${decodeURIComponent(pathname)}`;
    const body = await text(request);
    const about = { contentType: headers['content-type'], ifMatch: headers['if-match'] };
    if (method !== 'GET') sent.push({ method, path: pathname + search, body, ...about });
    const times = asked.get(operation) ?? 0;
    asked.set(operation, times + 1);
    const known = [answers[operation] ?? problem(404, `There is no ${pathname}.`)].flat();
    return known[Math.min(times, known.length - 1)] ?? { status: 500, body: {} };
  });
  return Object.assign(station, { sent });
}

/** A page of a list. */
export const rows = (...data: readonly object[]): FakeAnswer => ({ body: { data, page: { next: null, limit: 1000 } } });

export const one = (data: object, etag?: string): FakeAnswer => ({
  body: { data },
  headers: { 'content-type': 'application/json', ...(etag !== undefined && { etag }) },
});

export const problem = (status: number, detail: string, errors: readonly object[] = []): FakeAnswer => ({
  status,
  body: { type: 'about:blank', title: 'Refused', status, detail, instance: '/', requestId: 'r-1', errors },
});
