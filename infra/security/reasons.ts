import { reasonsOfAll } from './reasons/of-all.ts';
import { reasonsOfCallers } from './reasons/of-callers.ts';
import { reasonsOfCollector } from './reasons/of-collector.ts';
import { reasonsOfFunctions } from './reasons/of-functions.ts';
import { reasonsOfOperations } from './reasons/of-operations.ts';
import { reasonsOfResources } from './reasons/of-resources.ts';
import type { Statement } from './statements.ts';

/** Why somebody may do something. */
export interface Reason {
  /** Who. */
  holder: RegExp;
  /** Every action of the statement is one of these. */
  actions: readonly string[];
  /** Allow where it is not told. */
  effect?: Statement['effect'];
  why: string;
  /** Why an action or a resource of it is a wildcard. */
  wide?: string;
}

/** One for each statement of every template; those of one that is not there are refused as well. */
export const reasons: readonly Reason[] = [
  ...reasonsOfAll,
  ...reasonsOfCollector,
  ...reasonsOfFunctions,
  ...reasonsOfOperations,
  ...reasonsOfCallers,
  ...reasonsOfResources,
];

export interface Reasoned extends Statement {
  why: string;
  wide: string | undefined;
}

/**
 * Every statement with its reason.
 * @throws Error that names each statement without one, or with several, each wildcard that nothing is said of, and each reason
 * that is of nothing.
 */
export function withReasons(statements: readonly Statement[], table: readonly Reason[] = reasons): Reasoned[] {
  const used = new Set<Reason>();
  const faults: string[] = [];
  const reasoned = statements.map((statement) => {
    const found = table.filter((reason) => isOf(statement, reason));
    for (const reason of found) used.add(reason);
    const [reason] = found;
    if (found.length !== 1) faults.push(`${told(statement)}: ${found.length} reasons`);
    if (isWide(statement) && reason?.wide === undefined) faults.push(`${told(statement)}: a wildcard without a reason`);
    return { ...statement, why: reason?.why ?? '', wide: isWide(statement) ? reason?.wide : undefined };
  });
  for (const reason of table) {
    if (!used.has(reason)) faults.push(`${reason.holder} ${reason.actions}: a reason of nothing`);
  }
  if (faults.length > 0) throw new Error(`IAM statements and infra/security/reasons differ:\n${faults.join('\n')}`);
  return reasoned;
}

const isOf = (statement: Statement, { holder, actions, effect = 'Allow' }: Reason): boolean =>
  effect === statement.effect &&
  holder.test(statement.holder) &&
  statement.actions.every((action) => actions.includes(action));

/** An action with a wildcard, or a resource that is one: all, or all of a kind. */
export const isWide = ({ actions, resources }: Statement): boolean =>
  [...actions, ...resources].some((text) => text.includes('*')) || resources.length === 0;

const told = ({ holder, actions, resources }: Statement): string => `${holder}: ${actions} on ${resources}`;
