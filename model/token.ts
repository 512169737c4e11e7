/** The order of everything a router says: `session` first, then `seq`. Serialises as one string that sorts the same way. */
export type Token = `${string}.${string}`;

const sessionDigits = 10;
const seqDigits = 13;

export const zeroToken = tokenOf(0, 0);

export function tokenOf(session: number, seq: number): Token {
  return `${String(session).padStart(sessionDigits, '0')}.${String(seq).padStart(seqDigits, '0')}`;
}

export function sessionOf(token: Token): number {
  return Number(token.slice(0, sessionDigits));
}

export function seqOf(token: Token): number {
  return Number(token.slice(sessionDigits + 1));
}
