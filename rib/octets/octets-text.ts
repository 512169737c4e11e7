/** One character for each octet: strings compare, hash and intern where arrays of octets do not. */
export const latin1 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

/** The inverse. */
export const octetsOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
