import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { accountId, region } from './account.ts';
import type { Change } from './journal.ts';

const template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.string().default('') })).default({}),
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
});

type Template = z.output<typeof template>;

/**
 * What the stacks of an assembly would create, where there is no account to create it: each resource goes by its logical id,
 * and references are resolved as far as what runs needs them.
 */
export function assembledResources(directory: string): Change[] {
  const suffix = '.template.json';
  const stacks = readdirSync(directory)
    .filter((file) => file.endsWith(suffix))
    .map((file) => ({
      stack: basename(file, suffix),
      contents: template.parse(JSON.parse(readFileSync(join(directory, file), 'utf8'))),
    }));
  const exports = new Map<string, unknown>();
  for (const { contents } of stacks) {
    for (const { Value, Export } of Object.values(contents.Outputs)) {
      if (Export !== undefined) exports.set(Export.Name, resolve(Value, contents, exports));
    }
  }
  return stacks.flatMap(({ stack, contents }) =>
    Object.entries(contents.Resources).map(([logicalId, { Type, Properties }]) => ({
      action: 'create' as const,
      stack,
      logicalId,
      type: Type,
      physicalId: logicalId,
      recorded: true,
      properties: resolve(Properties ?? {}, contents, exports),
    })),
  );
}

const pseudoParameters: Record<string, string> = {
  'AWS::AccountId': accountId,
  'AWS::Region': region,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'rehearsal',
};

type Exports = ReadonlyMap<string, unknown>;
type Intrinsic = (argument: unknown, contents: Template, exports: Exports) => unknown;

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, { Parameters }) => pseudoParameters[String(name)] ?? Parameters[String(name)]?.Default ?? name,
  'Fn::GetAtt': (argument, contents) => {
    const [id = '', attribute = ''] = z.array(z.string()).parse(argument);
    return attributeOf(contents.Resources[id]?.Type ?? '', id, attribute);
  },
  'Fn::Join': (argument, contents, exports) => {
    const [separator, parts] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return z
      .array(z.unknown())
      .parse(resolve(parts, contents, exports))
      .join(separator);
  },
  'Fn::Split': (argument, contents, exports) => {
    const [separator, text] = z.tuple([z.string(), z.unknown()]).parse(argument);
    return String(resolve(text, contents, exports)).split(separator);
  },
  'Fn::Select': (argument, contents, exports) => {
    const [index, parts] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
    return z.array(z.unknown()).parse(resolve(parts, contents, exports))[index];
  },
  'Fn::Sub': (text) =>
    String(text).replace(/\$\{(AWS::\w+)\}/g, (_match, name: string) => pseudoParameters[name] ?? ''),
  'Fn::ImportValue': (name, contents, exports) => exports.get(String(resolve(name, contents, exports))),
  'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `${region}${zone}`),
};

function resolve(value: unknown, contents: Template, exports: Exports): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, contents, exports));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first, ...others] = entries;
  const intrinsic = first === undefined || others.length > 0 ? undefined : intrinsics[first[0]];
  if (intrinsic !== undefined && first !== undefined) return intrinsic(first[1], contents, exports);
  return Object.fromEntries(entries.map(([name, each]) => [name, resolve(each, contents, exports)]));
}

function attributeOf(type: string, id: string, attribute: string): string {
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  const arn = `arn:aws:${service}:${region}:${accountId}:${kind}${service === 'lambda' ? ':' : '/'}${id}`;
  if (attribute === 'Arn') return arn;
  if (attribute === 'StreamArn') return `${arn}/stream/1`;
  if (attribute === 'DNSName') return `${id}.elb.${region}.amazonaws.com`;
  if (attribute === 'ApiEndpoint') return `https://${id}.execute-api.${region}.amazonaws.com`;
  return id;
}
