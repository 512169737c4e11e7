import * as z from 'zod';
import type { SynthesisedTemplate, TemplateText } from './template-text.ts';

/** One thing that somebody may do. */
export interface Statement {
  /** Path of the role or managed policy below its stack; of a resource's own policy that of the resource. */
  holder: string;
  kind: 'role' | 'managed policy' | 'resource policy';
  /** Of a resource policy: who. */
  principal: string | null;
  effect: 'Allow' | 'Deny';
  actions: readonly string[];
  resources: readonly string[];
  /** Empty: whenever. */
  condition: string;
}

const oneOrMany = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()));

const policyDocument = z.object({
  Statement: z.array(
    z.object({
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMany,
      Resource: oneOrMany.optional(),
      Principal: z.unknown().optional(),
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});

type PolicyDocument = z.output<typeof policyDocument>;

const roles = z.array(z.object({ Ref: z.string() }));

/** Types whose policy says who else may use them, by the property that it is in. */
const policyProperties: Readonly<Record<string, { policy: string; of?: string }>> = {
  'AWS::S3::BucketPolicy': { policy: 'PolicyDocument', of: 'Bucket' },
  'AWS::SQS::QueuePolicy': { policy: 'PolicyDocument', of: 'Queues' },
  'AWS::SNS::TopicPolicy': { policy: 'PolicyDocument', of: 'Topics' },
  'AWS::KMS::Key': { policy: 'KeyPolicy' },
};

/** Every statement of a template, in the order of who holds it. */
export function statementsOf({ Resources }: SynthesisedTemplate, text: TemplateText): Statement[] {
  return Object.entries(Resources)
    .flatMap(([id, { Type, Properties }]): Statement[] => {
      if (Type === 'AWS::IAM::Policy') {
        const holders = roles.parse(Properties.Roles).map(({ Ref }) => text.path(Ref));
        return holders.flatMap((holder) => read({ holder, kind: 'role' }, Properties.PolicyDocument, text));
      }
      if (Type === 'AWS::IAM::ManagedPolicy') {
        return read({ holder: text.path(id), kind: 'managed policy' }, Properties.PolicyDocument, text);
      }
      if (Type === 'AWS::IAM::Role') return inlineStatements(text.path(id), Properties.Policies, text);
      if (Type === 'AWS::Lambda::Permission') return [permission(Properties, text)];
      const property = policyProperties[Type];
      if (property === undefined) return [];
      const holder = property.of === undefined ? text.path(id) : text.of(Properties[property.of]);
      return read({ holder, kind: 'resource policy' }, Properties[property.policy], text);
    })
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/** Two with the same key say the same. */
export const keyOf = ({ kind, holder, principal, effect, actions, resources, condition }: Statement): string =>
  [kind, holder, principal, effect, actions.join(), resources.join(), condition].join('|');

type Holder = Pick<Statement, 'holder' | 'kind'>;

function read(holder: Holder, document: unknown, text: TemplateText): Statement[] {
  return policyDocument.parse(document).Statement.map((statement) => statementOf(holder, statement, text));
}

const statementOf = (
  holder: Holder,
  { Effect, Action, Resource = [], Principal, Condition }: PolicyDocument['Statement'][number],
  text: TemplateText,
): Statement => ({
  ...holder,
  principal: Principal === undefined ? null : principalText(Principal, text),
  effect: Effect,
  actions: Action.map(String).sort(),
  resources: Resource.map((resource) => text.of(resource)).sort(),
  condition: Condition === undefined ? '' : conditionText(Condition, text),
});

const inline = z.array(z.object({ PolicyDocument: z.unknown() })).default([]);

const inlineStatements = (holder: string, policies: unknown, text: TemplateText): Statement[] =>
  inline.parse(policies).flatMap(({ PolicyDocument }) => read({ holder, kind: 'role' }, PolicyDocument, text));

/** A function's own policy, of which each entry is a resource. */
const permission = (properties: Record<string, unknown>, text: TemplateText): Statement => ({
  holder: text.of(properties.FunctionName),
  kind: 'resource policy',
  principal: text.of(properties.Principal),
  effect: 'Allow',
  actions: [String(properties.Action)],
  resources: [text.of(properties.FunctionName)],
  condition: properties.SourceArn === undefined ? '' : `SourceArn ${text.of(properties.SourceArn)}`,
});

function principalText(principal: unknown, text: TemplateText): string {
  if (typeof principal === 'string') return principal;
  return Object.values(z.record(z.string(), z.unknown()).parse(principal))
    .map((who) => text.of(who))
    .join(', ');
}

const conditionText = (condition: NonNullable<PolicyDocument['Statement'][number]['Condition']>, text: TemplateText) =>
  Object.entries(condition)
    .flatMap(([operator, tests]) =>
      Object.entries(tests).map(
        ([key, value]) => `${operator.replace('ForAllValues:', 'all ')} ${key}: ${text.of(value)}`,
      ),
    )
    .join('; ');
