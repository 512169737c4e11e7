/** Characters kept of one text, and texts kept of one message: what people read, not what 64 KiB TLVs may hold. */
const maxLength = 2048;
const maxTexts = 16;

export function boundedText<Text extends string | null>(text: Text): Text | string {
  return text === null ? text : text.slice(0, maxLength);
}

export function boundedTexts(texts: readonly string[]): string[] {
  return texts.slice(0, maxTexts).map((text) => boundedText(text));
}
