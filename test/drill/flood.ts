import { once } from 'node:events';
import { connect } from 'node:net';

/** Writes to a new connection until it ends or all is written, as fast as the station takes it. Tells the octets that the kernel took. */
export async function flood(port: number, chunks: Iterable<Uint8Array>): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port });
  const closed = once(socket, 'close').catch(() => undefined);
  await Promise.race([once(socket, 'connect').catch(() => undefined), closed]);
  socket.on('error', () => undefined);
  socket.resume();
  let octets = 0;
  for (const chunk of chunks) {
    if (socket.destroyed) break;
    octets += chunk.length;
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  }
  socket.end();
  await closed;
  return octets;
}
