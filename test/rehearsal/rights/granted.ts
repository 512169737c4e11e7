import * as z from 'zod';
import type { Change } from '../journal.ts';
import type { AskedRight } from './asked.ts';

const list = z.union([z.array(z.string()), z.string().transform((text) => [text])]);

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: list,
  Resource: list,
  Condition: z.record(z.string(), z.record(z.string(), list)).default({}),
});

const policy = z.object({ Roles: z.array(z.string()), PolicyDocument: z.object({ Statement: z.array(statement) }) });

type Statement = z.output<typeof statement>;

/** What the deployed policies allow, by the name of the role. */
export function grantsOf(resources: readonly Change[]): Map<string, Statement[]> {
  const grants = new Map<string, Statement[]>();
  for (const { type, properties } of resources) {
    if (type !== 'AWS::IAM::Policy') continue;
    const { Roles, PolicyDocument } = policy.parse(properties);
    for (const role of Roles) grants.set(role, [...(grants.get(role) ?? []), ...PolicyDocument.Statement]);
  }
  return grants;
}

export const isGranted = (statements: readonly Statement[], asked: AskedRight): boolean =>
  statements.some(
    ({ Action, Resource, Condition }) =>
      Action.some((pattern) => isLike(asked.action, pattern)) &&
      Resource.some((pattern) => isLike(asked.resource, pattern)) &&
      Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, asked)),
  );

/** Those conditions that our policies have; any other does not hold. */
function holds(operator: string, keys: Record<string, string[]>, { leadingKeys }: AskedRight): boolean {
  const { 'dynamodb:LeadingKeys': allowed, ...others } = keys;
  if (allowed === undefined || Object.keys(others).length > 0) return false;
  if (operator === 'ForAllValues:StringEquals') return leadingKeys.every((each) => allowed.includes(each));
  if (operator !== 'ForAllValues:StringLike') return false;
  return leadingKeys.every((each) => allowed.some((pattern) => isLike(each, pattern)));
}

function isLike(text: string, pattern: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(text);
}
