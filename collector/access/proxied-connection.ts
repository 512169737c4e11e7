import { once } from 'node:events';
import type { Socket } from 'node:net';
import { maxProxyHeaderLength, type ProxyHeader, ProxyHeaderError, parseProxyHeader } from './proxy-header.ts';
import { Refusal } from './refusal.ts';

/**
 * Takes the PROXY header off a connection: what follows it stays to be read. Throws Refusal where the connection begins with
 * something else, ends before the header does, or takes longer.
 */
export async function takeProxyHeader(socket: Socket, milliseconds: number): Promise<ProxyHeader> {
  const tooLate = AbortSignal.timeout(milliseconds);
  let octets: Uint8Array = new Uint8Array(0);
  for (;;) {
    const chunk = await nextChunk(socket, tooLate, octets.length);
    octets = octets.length === 0 ? chunk : Buffer.concat([octets, chunk]);
    const header = parsed(octets);
    if (header === null && octets.length >= maxProxyHeaderLength) throw new Refusal('proxy-header', 'header too long');
    if (header === null) continue;
    if (octets.length > header.length) socket.unshift(octets.subarray(header.length));
    return header;
  }
}

async function nextChunk(socket: Socket, tooLate: AbortSignal, had: number): Promise<Uint8Array> {
  for (;;) {
    const chunk: Uint8Array | null = socket.read();
    if (chunk !== null) return chunk;
    if (socket.destroyed || socket.readableEnded) throw new Refusal('proxy-header', `closed after ${had} octets`);
    try {
      await stirs(socket, tooLate);
    } catch {
      throw new Refusal('proxy-header', `${tooLate.aborted ? 'nothing more' : 'failed'} after ${had} octets`);
    }
  }
}

/** Resolves once there may be something to read, or never will be. Rejects on an error of the socket, and when it is too late. */
async function stirs(socket: Socket, tooLate: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([tooLate, settled.signal]);
  try {
    await Promise.race(['readable', 'end', 'close'].map((event) => once(socket, event, { signal })));
  } finally {
    settled.abort();
  }
}

function parsed(octets: Uint8Array): ProxyHeader | null {
  try {
    return parseProxyHeader(octets);
  } catch (error) {
    if (error instanceof ProxyHeaderError) throw new Refusal('proxy-header', error.message);
    throw error;
  }
}
