import type { OverrideRow } from '#model/api-chain-rows.ts';
import { type OverrideRule, overrideId } from '#model/rules/override-rules.ts';
import { readCurrentRules } from '../../rules-book.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { requireMatch, versionTag } from '../http/entity-tag.ts';
import { pageOf } from '../http/paging.ts';
import { invalidRequest, Problem } from '../http/problem.ts';
import { writeNext } from './endpoints-rules.ts';

/** Overrides are a part of the rules that operators change one by one; their entity tag is that of the rules. */
export const overrideEndpoints = {
  async listOverrides({ store }, { page }) {
    const { rules } = await readCurrentRules(store);
    const { items, next } = pageOf(rules.overrides.map(rowOf), ({ id }) => id, page);
    return { rows: items, next };
  },

  async getOverride({ store }, { parameters: { id } }) {
    const { rules, version } = await readCurrentRules(store);
    const found = rules.overrides.find((override) => overrideId(override) === id);
    if (found === undefined) throw unknown(id);
    return { data: rowOf(found), etag: versionTag(version) };
  },

  async putOverride(sources, { parameters: { id }, body, ...request }) {
    if (overrideId(body) !== id) {
      throw invalidRequest([{ parameter: 'id', detail: 'is not that of the override', suggestion: overrideId(body) }]);
    }
    const { rules } = await readCurrentRules(sources.store);
    const isNew = !rules.overrides.some((override) => overrideId(override) === id);
    const { version } = await writeNext(sources, request, (before) => ({
      ...before,
      overrides: [...without(before.overrides, id), body],
    }));
    return { data: rowOf(body), status: isNew ? 201 : 200, etag: versionTag(version) };
  },

  async deleteOverride(sources, { parameters: { id }, ...request }) {
    const { rules, version } = await readCurrentRules(sources.store);
    requireMatch(request.ifMatch, versionTag(version));
    const found = rules.overrides.find((override) => overrideId(override) === id);
    if (found === undefined) throw unknown(id);
    const written = await writeNext(sources, request, (before) => ({
      ...before,
      overrides: without(before.overrides, id),
    }));
    return { data: rowOf(found), status: 204, etag: versionTag(written.version) };
  },
} satisfies Partial<Endpoints>;

const rowOf = (override: OverrideRule): OverrideRow => ({ id: overrideId(override), override });

const without = (overrides: readonly OverrideRule[], id: string): OverrideRule[] =>
  overrides.filter((override) => overrideId(override) !== id);

const unknown = (id: string): Problem => new Problem('not-found', `There is no override ${id}.`);
