import { asTrans } from './attributes/as-path-segments.ts';
import type { FoldedAttributes, PathAttributes } from './attributes/index.ts';
import type { AsPathSegment } from './attributes/values.ts';
import type { BgpContext, DecodeContext } from './context.ts';

/** Puts AS4_PATH and AS4_AGGREGATOR of a two-octet speaker into AS_PATH and AGGREGATOR, RFC 6793 §4.2.3. */
export function foldAs4(
  attributes: PathAttributes,
  folded: FoldedAttributes,
  context: DecodeContext,
  offset: number,
): void {
  const { as4Path, as4Aggregator } = folded;
  if (as4Path === undefined && as4Aggregator === undefined) return;
  if (!fromTwoOctetSpeaker(attributes, context.session)) {
    const code = as4Path === undefined ? 18 : 17;
    context.issues.push({ code, reason: 'AS4 attributes from a four-octet speaker', outcome: 'discard', offset });
    return;
  }
  const { aggregator, asPath } = attributes;
  if (aggregator !== undefined && as4Aggregator !== undefined && aggregator.asn !== asTrans) return;
  if (aggregator !== undefined && as4Aggregator !== undefined) attributes.aggregator = as4Aggregator;
  if (asPath !== undefined && as4Path !== undefined) attributes.asPath = mergedPath(asPath, withoutConfeds(as4Path));
}

/** What has to go beside AS_PATH and AGGREGATOR so that a two-octet session loses nothing, RFC 6793 §4.2.2. */
export function unfoldAs4({ asPath, aggregator }: PathAttributes, context: BgpContext): FoldedAttributes {
  const folded: FoldedAttributes = {};
  if (context.fourOctetAs) return folded;
  const as4Path = withoutConfeds(asPath ?? []);
  if (as4Path.some(({ asns }) => asns.some((asn) => asn > 0xffff))) folded.as4Path = as4Path;
  if (aggregator !== undefined && aggregator.asn > 0xffff) folded.as4Aggregator = aggregator;
  return folded;
}

/** A path with AS_TRANS came through one, whatever width its own numbers have here. */
function fromTwoOctetSpeaker({ asPath, aggregator }: PathAttributes, session: BgpContext): boolean {
  return (
    !session.fourOctetAs || aggregator?.asn === asTrans || (asPath?.some(({ asns }) => asns.includes(asTrans)) ?? false)
  );
}

function mergedPath(asPath: AsPathSegment[], as4Path: AsPathSegment[]): AsPathSegment[] {
  const surplus = pathLength(asPath) - pathLength(as4Path);
  return surplus < 0 ? asPath : joined(leading(asPath, surplus), as4Path);
}

/** The first `count` AS numbers, with the confederation segments that lead or are next to a segment kept in full. */
function leading(segments: AsPathSegment[], count: number): AsPathSegment[] {
  const kept: AsPathSegment[] = [];
  let wanted = count;
  for (const segment of segments) {
    const length = segmentLength(segment);
    if (length > wanted)
      return wanted === 0 ? kept : [...kept, { type: segment.type, asns: segment.asns.slice(0, wanted) }];
    kept.push(segment);
    wanted -= length;
  }
  return kept;
}

function joined(head: AsPathSegment[], tail: AsPathSegment[]): AsPathSegment[] {
  const last = head.at(-1);
  const [first, ...rest] = tail;
  if (last?.type !== 'sequence' || first?.type !== 'sequence') return [...head, ...tail];
  return [...head.slice(0, -1), { type: 'sequence', asns: [...last.asns, ...first.asns] }, ...rest];
}

/** RFC 6793 §3 bars them from AS4_PATH, §6 drops them where they are found. */
const withoutConfeds = (segments: AsPathSegment[]): AsPathSegment[] => segments.filter((segment) => !isConfed(segment));

const isConfed = ({ type }: AsPathSegment): boolean => type === 'confed-sequence' || type === 'confed-set';

/** RFC 4271 §9.1.2.2 (a) and RFC 5065 §5.3: a set counts one, a confederation segment none. */
function segmentLength(segment: AsPathSegment): number {
  if (isConfed(segment)) return 0;
  return segment.type === 'set' ? 1 : segment.asns.length;
}

const pathLength = (segments: AsPathSegment[]): number =>
  segments.reduce((length, segment) => length + segmentLength(segment), 0);
