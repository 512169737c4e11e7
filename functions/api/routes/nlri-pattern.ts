/**
 * A test of NLRI texts, as `Family.format` gives them: `*` in the pattern is any text, all else is itself. Texts begin
 * with the kind of their NLRI, so `[2]:*` are the EVPN routes of type 2. Takes time of the length of text and pattern:
 * between `*`, the first place that fits is as good as any later one.
 */
export function nlriPattern(pattern: string): (text: string) => boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop();
  if (end === undefined) return (text) => text === start;
  return (text) => {
    let at = start.length;
    if (!text.startsWith(start)) return false;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - end.length >= at && text.endsWith(end);
  };
}
