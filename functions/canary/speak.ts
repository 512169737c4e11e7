import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { dumpOf, farewell } from './canary-router.ts';
import type { Nonce } from './nonce.ts';

export interface Station {
  host: string;
  port: number;
}

export interface Speech {
  nonce: Nonce;
  /** How long the session stays after the dump, milliseconds. */
  hold: number;
}

const connectTimeout = 5_000;

/**
 * Plays the router once, from connection to Termination.
 * @throws Error where the station cannot be reached, or ends the session
 */
export async function speak(station: Station, { nonce, hold }: Speech): Promise<void> {
  const socket = connect(station);
  try {
    await connected(socket);
    const ended = endOf(socket);
    for (const message of dumpOf(nonce, Date.now())) socket.write(message);
    await Promise.race([wait(hold), ended]);
    socket.end(farewell());
    await once(socket, 'close');
  } finally {
    socket.destroy();
  }
}

async function connected(socket: Socket): Promise<void> {
  socket.setNoDelay(true);
  const late = AbortSignal.timeout(connectTimeout);
  try {
    await once(socket, 'connect', { signal: late });
  } catch (error) {
    throw late.aborted ? new Error(`no connection within ${connectTimeout / 1000} s`) : error;
  }
}

/** The station has nothing to say: that it ends the session is a failure. Rejects, and never resolves. */
function endOf(socket: Socket): Promise<never> {
  socket.resume();
  const { promise, reject } = Promise.withResolvers<never>();
  socket.on('error', reject);
  socket.on('end', () => reject(new Error('the station closed the connection')));
  // After the farewell it is expected to.
  promise.catch(() => undefined);
  return promise;
}
