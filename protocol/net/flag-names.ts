/** The bits that are set, by names of single bits, the lowest first; those without a name together as a number. */
export function flagNames(value: number, names: readonly (string | null)[]): string[] {
  let rest = value;
  const set: string[] = [];
  for (const [bit, name] of names.entries()) {
    if (name === null || (value & (1 << bit)) === 0) continue;
    set.push(name);
    rest &= ~(1 << bit);
  }
  return rest === 0 ? set : [...set, `0x${rest.toString(16)}`];
}

/** The inverse of `flagNames`; NaN where one is none. */
export function parseFlagNames(texts: readonly string[], names: readonly (string | null)[]): number {
  const bits = texts.map((text) => {
    const bit = names.indexOf(text);
    return bit >= 0 ? 1 << bit : /^0x[0-9a-f]+$/.test(text) ? Number(text) : Number.NaN;
  });
  return bits.some(Number.isNaN) ? Number.NaN : bits.reduce((value, bit) => value | bit, 0);
}
