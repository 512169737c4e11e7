import type { WholeList } from './endpoint.ts';

const encoder = new TextEncoder();

/**
 * Rows as NDJSON, read at the pace at which they are taken. What fails midway breaks the answer off, so that one which ends
 * is complete; what failed is for the log alone.
 */
export function wholeResponse({ whole }: WholeList, onBroken: (error: unknown) => void): Response {
  const headers = {
    'content-type': 'application/x-ndjson; charset=utf-8',
    vary: 'accept',
    'cache-control': 'no-store',
  };
  return new Response(ReadableStream.from(lines(whole, onBroken)), { headers });
}

async function* lines(rows: WholeList['whole'], onBroken: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const some of rows) {
      if (some.length > 0) yield encoder.encode(some.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
  } catch (error) {
    onBroken(error);
    throw new Error('the answer broke off: why is in the log of the service');
  }
}
