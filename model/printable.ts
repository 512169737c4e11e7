/**
 * Text as a terminal may see it. Names and descriptions are what routers say they are, so control characters (C1 among
 * them), with which they could drive the terminal, are shown as the replacement character.
 */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');
