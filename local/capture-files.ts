import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CaptureLinks } from '#functions/api/control/capture-links.ts';

const folder = '/captures/';

/** Addresses of files that `withCaptureFiles` serves. */
export const localCaptureLinks: CaptureLinks = {
  linkTo: async (name) => ({ url: `${folder}${name}`, expiresAt: null }),
};

type Fetch = (request: Request) => Response | Promise<Response>;

/** Router, capture and file, as the collector names them: nothing that leads out of the directory. */
const fileName = /^\/captures\/([A-Za-z0-9_-]+\/[A-Za-z0-9_-]+\/\d+\.bmp)$/;

/** Serves the files of captures in `directory`, and leaves all other requests to `fetch`. */
export function withCaptureFiles(fetch: Fetch, directory: string): Fetch {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(folder)) return fetch(request);
    return serve(request.method, join(directory, fileName.exec(pathname)?.[1] ?? ''));
  };
}

async function serve(method: string, path: string): Promise<Response> {
  if (method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } });
  const handle = path.endsWith('.bmp') ? await open(path).catch(() => null) : null;
  if (handle === null) return new Response('There is no such file, or not any more.\n', { status: 404 });
  const { size } = await handle.stat();
  const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' };
  if (size === 0) {
    await handle.close();
    return new Response(null, { headers });
  }
  // As long as it is now: it may be growing.
  const body = Readable.toWeb(handle.createReadStream({ end: size - 1 }));
  return new Response(ReadableStream.from(body), { headers });
}
