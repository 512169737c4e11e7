import equal from 'fast-deep-equal';
import type { RulesDocument } from '#model/api-chain-rows.ts';
import { type DiscoveryRules, discoveryRules } from '#model/rules/discovery-rules.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { type RulesVersion, readCurrentRules, readRules, readRulesVersions, writeRules } from '../../rules-book.ts';
import { rulesEffect } from '../../rules-effect.ts';
import { timeTextOrNull } from '../http/clock.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { requireMatch, versionTag } from '../http/entity-tag.ts';
import { pageOf } from '../http/paging.ts';
import { Problem } from '../http/problem.ts';

/** What a request to API Gateway may take is 29 s. */
const effectMilliseconds = 20_000;
const mostVersions = 1_000;

export const rulesEndpoints = {
  async getDiscoveryRules({ store }) {
    const current = await readCurrentRules(store);
    return { data: await documentOf(store, current), etag: versionTag(current.version) };
  },

  async putDiscoveryRules(sources, { body, ...request }) {
    const written = await writeNext(sources, request, () => body);
    return { data: await documentOf(sources.store, written), etag: versionTag(written.version) };
  },

  async validateDiscoveryRules({ store, rib, clock }, { body }) {
    const until = clock.now() + effectMilliseconds;
    return { data: await rulesEffect({ store, rib, now: () => clock.now(), until }, body) };
  },

  async listRulesVersions({ store }, { page }) {
    const versions = await readRulesVersions(store, mostVersions);
    const { items, next } = pageOf(versions, ({ version }) => newestFirst(version), page);
    return { rows: items.map((about) => ({ ...about, writtenAt: timeTextOrNull(about.writtenAt) })), next };
  },

  async getRulesVersion({ store }, { parameters: { version } }) {
    const found = await readRules(store, version);
    if (!found) throw new Problem('not-found', `There is no version ${version} of the rules.`);
    return { data: await documentOf(store, found), etag: versionTag(version) };
  },
} satisfies Partial<Endpoints>;

const newestFirst = (version: number): string => String(999_999_999 - version).padStart(9, '0');

async function documentOf(store: Store, { version, rules, writtenAt, ...about }: RulesVersion): Promise<RulesDocument> {
  const routers = await readAll(store, 'router');
  const behind = routers.filter(({ rulesVersion }) => rulesVersion !== version).map(({ id }) => id);
  const applied = { routers: routers.length - behind.length, behind };
  return { ...about, version, writtenAt: timeTextOrNull(writtenAt), rules, applied };
}

/** Of the request that writes a version. */
interface Writing {
  ifMatch: string | undefined;
  query: { comment?: string | undefined };
  caller: string | null;
}

/**
 * Writes the version that follows the one which the client has seen. Rules that say the same are no new version.
 * @throws Problem 428, 412, 422
 */
export async function writeNext(
  { store, clock }: Sources,
  { ifMatch, query: { comment }, caller }: Writing,
  change: (rules: DiscoveryRules) => DiscoveryRules,
): Promise<RulesVersion> {
  const current = await readCurrentRules(store);
  requireMatch(ifMatch, versionTag(current.version));
  const rules = checked(change(current.rules));
  if (equal(rules, current.rules)) return current;
  const about = { writtenAt: clock.now(), comment: comment ?? null, author: caller };
  const next = { ...about, version: current.version + 1, rules };
  if (await writeRules(store, next)) return next;
  throw new Problem('precondition-failed', 'Another version was written in the meantime.', {
    headers: { etag: versionTag(next.version) },
  });
}

/** An override that is changed by itself may contradict another. */
function checked(rules: DiscoveryRules): DiscoveryRules {
  const parsed = discoveryRules.safeParse(rules);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ parameter: path.join('.'), detail: message }));
  throw new Problem('invalid-document', faults.map(({ detail }) => detail).join('; '), { faults });
}
