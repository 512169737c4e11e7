import type { FeedMark } from '#model/feed-mark.ts';
import { seqOf, sessionOf, type Token, tokenOf } from '#model/token.ts';
import type { OctetReader, OctetWriter } from './octets.ts';
import { readView, writeView } from './view-number.ts';

/*
 *   count, then: peer text | view u8 | token | incarnation | visible from; a token is session and seq
 */
const leastOctets = 8;

export function writeMarks(writer: OctetWriter, marks: readonly FeedMark[]): void {
  writer.unsigned(marks.length);
  for (const { peerId, view, token, incarnation, visibleFrom } of marks) {
    writer.text(peerId);
    writeView(writer, view);
    for (const each of [token, incarnation, visibleFrom]) writeToken(writer, each);
  }
}

export function readMarks(reader: OctetReader, family: string): FeedMark[] {
  return Array.from({ length: reader.count(leastOctets) }, () => ({
    peerId: reader.text(),
    view: readView(reader),
    family,
    token: readToken(reader),
    incarnation: readToken(reader),
    visibleFrom: readToken(reader),
  }));
}

export function writeToken(writer: OctetWriter, token: Token): void {
  writer.unsigned(sessionOf(token));
  writer.unsigned(seqOf(token));
}

export const readToken = (reader: OctetReader): Token => tokenOf(reader.unsigned(), reader.unsigned());
