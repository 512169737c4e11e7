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
    context.issues.push({ code: 17, reason: 'AS4 attributes from a four-octet speaker', outcome: 'discard', offset });
    return;
  }
  const { aggregator, asPath } = attributes;
  if (aggregator !== undefined && as4Aggregator !== undefined && aggregator.asn !== asTrans) return;
  if (aggregator !== undefined && as4Aggregator !== undefined) attributes.aggregator = as4Aggregator;
  if (asPath !== undefined && as4Path !== undefined) attributes.asPath = mergedPath(asPath, as4Path);
}

/** What has to go beside AS_PATH and AGGREGATOR so that a two-octet session loses nothing, RFC 6793 §4.2.2. */
export function unfoldAs4({ asPath, aggregator }: PathAttributes, context: BgpContext): FoldedAttributes {
  const folded: FoldedAttributes = {};
  if (context.fourOctetAs) return folded;
  if (asPath?.some(({ asns }) => asns.some((asn) => asn > 0xffff)))
    folded.as4Path = asPath.filter((segment) => !isConfed(segment));
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

/** The first `count` AS numbers, with the confederation segments before and among them. */
function leading(segments: AsPathSegment[], count: number): AsPathSegment[] {
  const kept: AsPathSegment[] = [];
  let wanted = count;
  for (const { type, asns } of segments) {
    const length = segmentLength({ type, asns });
    if (length > 0 && wanted === 0) break;
    kept.push({ type, asns: type === 'sequence' ? asns.slice(0, wanted) : asns });
    wanted -= Math.min(wanted, length);
  }
  return kept;
}

function joined(head: AsPathSegment[], tail: AsPathSegment[]): AsPathSegment[] {
  const last = head.at(-1);
  const [first, ...rest] = tail;
  if (last?.type !== 'sequence' || first?.type !== 'sequence') return [...head, ...tail];
  return [...head.slice(0, -1), { type: 'sequence', asns: [...last.asns, ...first.asns] }, ...rest];
}

const isConfed = ({ type }: AsPathSegment): boolean => type === 'confed-sequence' || type === 'confed-set';

/** RFC 4271 §9.1.2.2 (a) and RFC 5065 §5.3: a set counts one, a confederation segment none. */
function segmentLength(segment: AsPathSegment): number {
  if (isConfed(segment)) return 0;
  return segment.type === 'set' ? 1 : segment.asns.length;
}

const pathLength = (segments: AsPathSegment[]): number =>
  segments.reduce((length, segment) => length + segmentLength(segment), 0);
