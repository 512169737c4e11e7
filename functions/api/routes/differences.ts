import equal from 'fast-deep-equal';
import type { RouteRow } from '#model/api-rows.ts';

type Said = Pick<RouteRow, 'attributes' | 'labels' | 'pathStatus'>;

const beside = ['labels', 'pathStatus'] as const;
/** Sets, whatever order a router writes them in (RFC 1997, RFC 4360, RFC 8092). */
const unordered: readonly string[] = ['communities', 'extendedCommunities', 'largeCommunities'];

/** Names of what two announcements do not say alike. */
export function differencesOf(left: Said, right: Said): string[] {
  const names = new Set([...Object.keys(left.attributes), ...Object.keys(right.attributes)]);
  return [
    ...[...names].filter((name) => !alike(name, left.attributes[name], right.attributes[name])),
    ...beside.filter((name) => !equal(left[name], right[name])),
  ];
}

const alike = (name: string, left: unknown, right: unknown): boolean =>
  unordered.includes(name) ? equal(sorted(left), sorted(right)) : equal(left, right);

const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.toSorted() : value);
