import type { RulesDocument } from '#model/api-chain-rows.ts';
import type { ApiClient, Query } from '../api-client.ts';
import { CliError, UsageError } from '../exit-code.ts';
import type { Command, Options } from './command.ts';
import { rulesPath } from './rules-document.ts';

/** What commands that write a new version of the rules have in common. */

export const commentOption: Command['options'] = {
  comment: { summary: 'what the version is for, for people', value: 'TEXT' },
};

export function commentQuery(options: Options): Query {
  const comment = options.text('comment');
  return comment === undefined ? {} : { comment };
}

export interface Newest {
  version: number;
  /** Only while the version counts, another is written. */
  tag: string;
}

/** The newest version. @throws CliError where it is not `expected` */
export async function newestRules(api: ApiClient, expected?: string): Promise<Newest> {
  if (expected !== undefined && !/^\d{1,9}$/.test(expected)) {
    throw new UsageError(`--if-version takes the number of a version, not '${expected}'`);
  }
  const { data, etag } = await api.get<RulesDocument>(rulesPath);
  if (expected !== undefined && data.version !== Number(expected)) {
    throw new CliError(`version ${data.version} of the rules counts, and not ${expected}: nothing is written`);
  }
  if (etag === null) throw new CliError(`${api.station} gives no entity tag for the rules: nothing is written`);
  return { version: data.version, tag: etag };
}
