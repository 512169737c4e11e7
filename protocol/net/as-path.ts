import type { AsPathSegment } from '../bgp/attributes/values.ts';

const brackets = {
  sequence: ['', ''],
  set: ['{', '}'],
  'confed-sequence': ['(', ')'],
  'confed-set': ['[', ']'],
} as const;

/** `65100 65000 {64512 64513}`; confederation sequences in round, confederation sets in square brackets. */
export function formatAsPath(segments: readonly AsPathSegment[]): string {
  return segments.map(formatSegment).join(' ');
}

function formatSegment({ type, asns }: AsPathSegment): string {
  const [open, close] = brackets[type];
  return `${open}${asns.join(' ')}${close}`;
}
