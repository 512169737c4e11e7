import { setTimeout as sleep } from 'node:timers/promises';

/** The text of a body in pieces of whole lines, as it comes. Throws where it ends in the middle of one, or nothing comes. */
export async function* wholeLines(body: ReadableStream<Uint8Array>, timeoutSeconds: number): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await within(reader.read(), timeoutSeconds);
      rest += decoder.decode(value, { stream: !done });
      if (done) break;
      const end = rest.lastIndexOf('\n') + 1;
      if (end > 0) yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (rest !== '') throw new Error('it ends in the middle of a line');
}

/** Waits for the sender, so long and no longer. */
export async function within<T>(promise: Promise<T>, seconds: number): Promise<T> {
  const late = new AbortController();
  const timeout = sleep(seconds * 1000, undefined, { signal: late.signal }).then(() => {
    throw new Error(`nothing came for ${seconds} s`);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => undefined);
  }
}
