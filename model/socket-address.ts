/** `192.0.2.1:11019`, `[2001:db8::1]:11019` (RFC 3986 §3.2.2). */
export const socketAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
