import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

/** By type, as the API names them. */
export type MessageCounts = Readonly<Record<string, number>>;

/** Whole BMP messages in a row, and how many of which type they are. */
export interface Part {
  octets: Uint8Array;
  messages: MessageCounts;
}

export const partOf = (message: BmpMessage): Part => ({
  octets: encodeBmpMessage(message),
  messages: { [message.type]: 1 },
});

export function added(counts: MessageCounts, others: MessageCounts): MessageCounts {
  const sum: Record<string, number> = { ...counts };
  for (const [type, count] of Object.entries(others)) sum[type] = (sum[type] ?? 0) + count;
  return sum;
}
