import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Bmpaas } from '#infra/bmpaas.ts';
import privateFlavour from './flavours/private.ts';
import { StationTemplate, unbundledApp } from './station-template.ts';

const embedding = new Stack(unbundledApp(), 'Edge');
new Bmpaas(embedding, 'Bmp', privateFlavour);

const flavour = new StationTemplate(privateFlavour);
const templates: [string, Template][] = [
  ['the state stack', flavour.state],
  ['the service stack', flavour.service],
  ['the construct in a stack of somebody', Template.fromStack(embedding)],
];

const tagged = z.object({
  Properties: z.looseObject({ Tags: z.array(z.object({ Key: z.string(), Value: z.unknown() })) }),
});

describe.each(templates)('%s', (_, template) => {
  test('gives each role the boundary of the owner', () => {
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    const boundaries = roles.map(({ Properties }) => Properties.PermissionsBoundary);
    expect(new Set(boundaries)).toEqual(new Set(roles.length > 0 ? ['arn:aws:iam::111122223333:policy/boundary'] : []));
  });

  test.each(['AWS::DynamoDB::Table', 'AWS::Kinesis::Stream', 'AWS::Lambda::Function', 'AWS::ECS::Service'])(
    'tags each %s',
    (type) => {
      for (const resource of Object.values(template.findResources(type))) {
        expect(tagged.parse(resource).Properties.Tags).toContainEqual({ Key: 'team', Value: 'network' });
      }
    },
  );
});

test('there are roles, functions and a table to look at', () => {
  const [, , [, embedded] = never()] = templates;
  for (const type of ['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table', 'AWS::ECS::Service']) {
    expect(Object.keys(embedded.findResources(type)).length).toBeGreaterThan(0);
  }
});

function never(): never {
  throw new Error('three templates');
}
