/**
 * The order in which DynamoDB sorts strings: by their UTF-8 octets, which is the order of the code points. `<` compares
 * UTF-16 units, and so puts what lies beyond U+FFFF, two surrogates there, before U+E000.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
