import { seqOf, sessionOf, type Token, tokenOf } from '#model/token.ts';
import type { OctetReader, OctetWriter } from './octets.ts';

/** Session and seq. */
export function writeToken(writer: OctetWriter, token: Token): void {
  writer.unsigned(sessionOf(token));
  writer.unsigned(seqOf(token));
}

export const readToken = (reader: OctetReader): Token => tokenOf(reader.unsigned(), reader.unsigned());
