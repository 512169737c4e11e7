import { CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import * as z from 'zod';

const record = z.record(z.string(), z.unknown());

/** What of a synthesised template is read here. */
export const templateSchema = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: record.default({}) })),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }))
    .default({}),
});

export type SynthesisedTemplate = z.output<typeof templateSchema>;

/** Words for the values of templates: logical ids are paths of constructs, imports what they import. */
export class TemplateText {
  readonly #paths = new Map<string, string>();
  readonly #exports = new Map<unknown, unknown>();

  /** Of the stacks below `scope`, and their templates. */
  constructor(scope: IConstruct, templates: readonly SynthesisedTemplate[]) {
    for (const construct of scope.node.findAll()) {
      if (!CfnElement.isCfnElement(construct)) continue;
      const stack = Stack.of(construct);
      this.#paths.set(String(stack.resolve(construct.logicalId)), pathBelow(stack, construct));
    }
    for (const { Outputs } of templates) {
      for (const { Export, Value } of Object.values(Outputs)) if (Export) this.#exports.set(Export.Name, Value);
    }
  }

  /** The path of a resource below its stack: `Service/Api/Function`. */
  path(logicalId: string): string {
    return this.#paths.get(logicalId) ?? logicalId;
  }

  /** A value on one line. */
  of(value: unknown): string {
    if (typeof value === 'string') return shortened(value);
    if (Array.isArray(value)) return value.map((part) => this.of(part)).join(', ');
    const parsed = intrinsic.safeParse(value);
    if (!parsed.success) return JSON.stringify(value);
    const { data } = parsed;
    if ('Ref' in data) return pseudo[data.Ref] ?? this.path(data.Ref);
    if ('Fn::GetAtt' in data) return this.#attribute(data['Fn::GetAtt']);
    if ('Fn::ImportValue' in data)
      return this.of(this.#exports.get(data['Fn::ImportValue']) ?? data['Fn::ImportValue']);
    if ('Fn::Sub' in data) return data['Fn::Sub'].replace(/\$\{(AWS::\w+)\}/g, (_, name) => pseudo[name] ?? name);
    return shortened(data['Fn::Join'][1].map((part) => this.of(part)).join(data['Fn::Join'][0]));
  }

  /** The ARN of a thing is the thing. */
  #attribute([logicalId, attribute]: readonly [string, string]): string {
    const path = this.path(logicalId);
    return attribute === 'Arn' ? path : `${path} (${attribute})`;
  }
}

const intrinsic = z.union([
  z.strictObject({ Ref: z.string() }),
  z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  z.strictObject({ 'Fn::ImportValue': z.unknown() }),
  z.strictObject({ 'Fn::Sub': z.string() }),
  z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }),
]);

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'REGION',
  'AWS::AccountId': 'ACCOUNT',
  'AWS::StackName': 'STACK',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What is the owner's, and named in a configuration, by what it is. */
const owned: readonly (readonly [RegExp, string])[] = [
  [/^kms:key\/[0-9a-f-]+$/, 'State/Key'],
  [/^secretsmanager:secret:.*/, 'the secret of `tls.secretArn`'],
  [/^sns:[\w-]+$/, 'the topic of `operations.alarmTopicArn`'],
];

/** Region and account go without saying. */
function shortened(text: string): string {
  const short = text.replace(/^arn:aws:([a-z0-9-]+):[^:/]*:[^:/]*:/, '$1:');
  return owned.find(([form]) => form.test(short))?.[1] ?? short;
}

function pathBelow(stack: Stack, construct: IConstruct): string {
  const path = construct.node.path.slice(stack.node.path.length + 1);
  return path.replace(/\/(Resource|Default)$/, '');
}
