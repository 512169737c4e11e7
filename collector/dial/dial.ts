import { connect, type Socket } from 'node:net';
import type { DialTarget } from './config.ts';

/** A router that is out of reach drops what is sent to it, and the system would wait for two minutes. */
const timeoutMilliseconds = 10_000;

/** A connection to the router. Rejects with the error of the system, when nobody answers in time, and when the signal comes. */
export async function dial({ address, port }: DialTarget, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: address, port, noDelay: true }, resolve);
  const late = setTimeout(() => reject(new Error(`no answer within ${timeoutMilliseconds} ms`)), timeoutMilliseconds);
  const aborted = (): void => reject(signal.reason);
  socket.on('error', reject);
  signal.addEventListener('abort', aborted);
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', aborted);
  }
}
