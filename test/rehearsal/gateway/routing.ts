import type { DeployedRoute } from '../deployed.ts';

/** Finds the route of a request, the more specific first, as an HTTP API does. */
export function routeOf(routes: readonly DeployedRoute[], method: string, path: string): DeployedRoute | null {
  const matching = routes.filter(({ key }) => matches(key, method, path));
  return matching.sort((left, right) => specificity(right.key) - specificity(left.key))[0] ?? null;
}

function matches(key: string, method: string, path: string): boolean {
  if (key === '$default') return true;
  const [wanted = '', pattern = ''] = key.split(' ');
  if (wanted !== 'ANY' && wanted !== method) return false;
  const wantedParts = pattern.split('/');
  const parts = path.split('/');
  if (wantedParts.at(-1)?.endsWith('+}'))
    return parts.length >= wantedParts.length && isPrefix(wantedParts.slice(0, -1), parts);
  return parts.length === wantedParts.length && isPrefix(wantedParts, parts);
}

const isPrefix = (wanted: readonly string[], parts: readonly string[]): boolean =>
  wanted.every((part, index) => part.startsWith('{') || part === parts[index]);

/** Literal parts count most, then whether the method is named. */
function specificity(key: string): number {
  if (key === '$default') return -1;
  const [method = '', pattern = ''] = key.split(' ');
  const literal = pattern.split('/').filter((part) => !part.startsWith('{')).length;
  return literal * 4 + (pattern.endsWith('+}') ? 0 : 2) + (method === 'ANY' ? 0 : 1);
}
