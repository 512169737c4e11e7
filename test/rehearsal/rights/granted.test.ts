import { expect, test } from 'vitest';
import { grantsOf, isGranted } from './granted.ts';

const table = 'arn:aws:dynamodb:us-east-1:123456789012:table/station';
const policyOf = (statement: object) => [
  {
    action: 'create' as const,
    stack: 'Station',
    logicalId: 'Policy',
    type: 'AWS::IAM::Policy',
    physicalId: 'policy',
    recorded: false,
    properties: { Roles: ['role'], PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } },
  },
];

const granted = (statement: object, right: Partial<Parameters<typeof isGranted>[1]> = {}) =>
  isGranted(grantsOf(policyOf(statement)).get('role') ?? [], {
    keyId: 'role',
    action: 'dynamodb:PutItem',
    resource: table,
    leadingKeys: ['RULES'],
    ...right,
  });

const put = { Action: 'dynamodb:PutItem', Resource: table };
const keys = (operator: string, allowed: string | string[]) => ({
  ...put,
  Condition: { [operator]: { 'dynamodb:LeadingKeys': allowed } },
});

test('an action on a resource is granted by name or pattern', () => {
  expect(granted(put)).toBe(true);
  expect(granted({ Action: ['dynamodb:Put*'], Resource: [`${table}*`] })).toBe(true);
  expect(granted(put, { action: 'dynamodb:GetItem' })).toBe(false);
  expect(granted(put, { resource: `${table}/index/a` })).toBe(false);
});

test('a condition on partition keys has to hold for all of a request', () => {
  expect(granted(keys('ForAllValues:StringEquals', 'RULES'))).toBe(true);
  expect(granted(keys('ForAllValues:StringEquals', 'RULES'), { leadingKeys: ['RULES', 'ROUTER'] })).toBe(false);
  expect(granted(keys('ForAllValues:StringLike', ['EVENTS#*']), { leadingKeys: ['EVENTS#1'] })).toBe(true);
  expect(granted(keys('ForAllValues:StringLike', ['EVENTS#*']))).toBe(false);
});

test('a condition that is not known does not hold', () => {
  expect(granted({ ...put, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })).toBe(false);
});
